using System.ComponentModel.DataAnnotations;
using AgentPlatform.Contracts;
using AgentPlatform.Contracts.Secrets;
using AgentPlatform.ServiceDefaults.Identity;
using AgentPlatform.ServiceDefaults.Paging;
using AgentPlatform.ServiceDefaults.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ExecutionService.Secrets;

/// <summary><c>/api/secrets</c>. Values come in and never go out.</summary>
internal static class SecretEndpoints
{
    public static void MapSecrets(this IEndpointRouteBuilder app)
    {
        var secrets = app.MapGroup("/api/secrets").WithTags("Secrets").ProducesProblem(401);
        secrets.MapGet("", ListAsync).WithName("listSecrets").ProducesProblem(400);
        secrets.MapPut("{name}", PutAsync).WithName("putSecret").ProducesProblem(400).ProducesProblem(409);
        secrets.MapDelete("{name}", DeleteAsync).WithName("deleteSecret").ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<Secret>>, ProblemHttpResult>> ListAsync([AsParameters] PageQuery page, Caller caller, SecretStore store, CancellationToken cancellationToken)
    {
        var (found, problem) = await store.ListAsync(caller.UserId, page, cancellationToken);
        return found is null ? problem! : TypedResults.Ok(new Page<Secret>([.. found.Items.Select(secret => secret.ToSecret())], found.NextCursor));
    }

    private static async Task<Results<Created<Secret>, Ok<Secret>, ProblemHttpResult>> PutAsync(
        [RegularExpression("^[A-Z][A-Z0-9_]{0,63}$", ErrorMessage = "A secret's name has capitals, digits and underscores, such as API_KEY.")] string name,
        PutSecretRequest request,
        Caller caller,
        SecretVault vault,
        CancellationToken cancellationToken) =>
        await vault.PutAsync(caller.UserId, name, request.Value, request.Hosts, cancellationToken) switch
        {
            (var made, true) => TypedResults.Created($"/api/secrets/{name}", made),
            (var replaced, false) => TypedResults.Ok(replaced),
            null => Problem.Conflict("There are as many secrets as there may be; delete one first."),
        };

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string name, Caller caller, SecretStore store, CancellationToken cancellationToken) =>
        await store.DeleteAsync(caller.UserId, name, cancellationToken) ? TypedResults.NoContent() : Problem.NotFound();
}
