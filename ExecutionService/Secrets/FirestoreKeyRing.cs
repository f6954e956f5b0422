using System.Xml.Linq;
using AgentPlatform.Firestore;
using AgentPlatform.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ExecutionService.Secrets;

/// <summary>The keys in the collection <c>dataProtectionKeys</c>: the same for every replica without anything to set up.</summary>
internal sealed class FirestoreKeyRing(FirestoreDb db, TimeProvider clock) : IXmlRepository
{
    private const int MaxKeys = 1_000;

    private readonly CollectionReference _keys = db.Collection("dataProtectionKeys");

    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Wait(() => _keys.Limit(MaxKeys).GetSnapshotAsync(CancellationToken.None)).Documents.Select(key => XElement.Parse(key.GetValue<string>("xml")))];

    public void StoreElement(XElement element, string friendlyName) =>
        Wait(() => _keys.Document(RandomId.From("key", friendlyName)).CreateAsync(
            new Dictionary<string, object?> { ["name"] = friendlyName, ["xml"] = element.ToString(SaveOptions.DisableFormatting), ["createdAt"] = clock.GetUtcNow() },
            CancellationToken.None));

    /// <summary>The interface knows no tasks; it is asked when a ring is read and every day after that.</summary>
    private static T Wait<T>(Func<Task<T>> call) => Task.Run(call).GetAwaiter().GetResult();
}
