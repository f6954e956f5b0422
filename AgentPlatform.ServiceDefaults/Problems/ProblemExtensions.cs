using System.Text.Json;
using AgentPlatform.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AgentPlatform.ServiceDefaults.Problems;

/// <summary>Registers the contract's problem details.</summary>
public static class ProblemExtensions
{
    /// <summary>Every error leaves as problem details with a code, and validation errors name fields as the caller wrote them.</summary>
    public static IServiceCollection AddPlatformProblems(this IServiceCollection services)
    {
        services.AddExceptionHandler<ProblemExceptionHandler>();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Customize);
        return services;
    }

    private static void Customize(ProblemDetailsContext context)
    {
        var details = context.ProblemDetails;
        if (details is HttpValidationProblemDetails { Errors.Count: > 0 } validation)
        {
            var errors = validation.Errors.ToDictionary(error => CamelCase(error.Key), error => error.Value);
            context.ProblemDetails = Problem.Details(ProblemCodes.Validation, string.Join(" ", errors.SelectMany(error => error.Value)), errors);
            return;
        }

        Problem.Complete(details);
    }

    private static string CamelCase(string path) => string.Join('.', path.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
