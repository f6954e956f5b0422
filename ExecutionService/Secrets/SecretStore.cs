using AgentPlatform.Contracts;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults;
using AgentPlatform.ServiceDefaults.Documents;
using AgentPlatform.ServiceDefaults.Paging;
using Grpc.Core;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExecutionService.Secrets;

/// <summary>The collection <c>secrets</c>.</summary>
internal sealed class SecretStore(FirestoreDb db)
{
    private readonly CollectionReference _secrets = db.Collection("secrets");

    public async Task<SecretState?> FindAsync(string userId, string name, CancellationToken cancellationToken)
    {
        var snapshot = await At(userId, name).GetSnapshotAsync(cancellationToken);
        return snapshot.Exists ? Read(snapshot) : null;
    }

    /// <summary>One page of the user's secrets, newest first.</summary>
    public Task<(Page<SecretState>? Page, ProblemHttpResult? Problem)> ListAsync(string userId, PageQuery page, CancellationToken cancellationToken) =>
        _secrets.WhereEqualTo("userId", userId).ReadPageAsync(page, "createdAt", ascending: false, Read, cancellationToken);

    public async Task<long> CountAsync(string userId, CancellationToken cancellationToken) =>
        (await _secrets.WhereEqualTo("userId", userId).Count().GetSnapshotAsync(cancellationToken)).Count ?? 0;

    /// <summary>False when the user has one of that name.</summary>
    public async Task<bool> CreateAsync(SecretState secret, CancellationToken cancellationToken)
    {
        try
        {
            await At(secret.UserId, secret.Name).CreateAsync(
                new Dictionary<string, object?>
                {
                    ["userId"] = secret.UserId,
                    ["name"] = secret.Name,
                    ["hosts"] = secret.Hosts,
                    ["value"] = secret.Ciphertext,
                    ["createdAt"] = secret.CreatedAt,
                    ["updatedAt"] = secret.UpdatedAt,
                },
                cancellationToken);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.AlreadyExists)
        {
            return false;
        }
    }

    /// <summary>Gives a secret a new value and hosts; false when there is none of that name.</summary>
    public Task<bool> ReplaceAsync(SecretState secret, CancellationToken cancellationToken) =>
        UpdateAsync(secret.UserId, secret.Name, new() { ["hosts"] = secret.Hosts, ["value"] = secret.Ciphertext, ["updatedAt"] = secret.UpdatedAt }, cancellationToken);

    /// <summary>Notes a use; a secret that was deleted meanwhile has none.</summary>
    public Task<bool> NoteUseAsync(string userId, string name, DateTimeOffset at, CancellationToken cancellationToken) =>
        UpdateAsync(userId, name, new() { ["lastUsedAt"] = at }, cancellationToken);

    /// <summary>False when there is none of that name.</summary>
    public async Task<bool> DeleteAsync(string userId, string name, CancellationToken cancellationToken)
    {
        try
        {
            await At(userId, name).DeleteAsync(Precondition.MustExist, cancellationToken);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
    }

    private DocumentReference At(string userId, string name) => _secrets.Document(RandomId.From("secret", userId, name));

    private async Task<bool> UpdateAsync(string userId, string name, Dictionary<string, object?> fields, CancellationToken cancellationToken)
    {
        try
        {
            await At(userId, name).UpdateAsync(fields, null, cancellationToken);
            return true;
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
    }

    private static SecretState Read(DocumentSnapshot snapshot) => new(
        snapshot.GetValue<string>("userId"),
        snapshot.GetValue<string>("name"),
        snapshot.GetValue<List<string>>("hosts"),
        snapshot.GetValue<byte[]>("value"),
        snapshot.GetValue<DateTimeOffset>("createdAt"),
        snapshot.GetValue<DateTimeOffset>("updatedAt"),
        snapshot.GetInstant("lastUsedAt"));
}
