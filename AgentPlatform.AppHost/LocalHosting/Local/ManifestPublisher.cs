using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aspire.Hosting.Local;

/// <summary>Writes the model as Aspire's manifest.</summary>
internal static class ManifestPublisher
{
    private const int ContainerPort = 8080;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(LocalBuilder builder, CancellationToken cancellationToken)
    {
        var file = Path.GetFullPath(builder.Configuration["output-path"] ?? "aspire-manifest.json");
        var folder = Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(folder);
        var resources = new JsonObject();
        foreach (var resource in builder.Resources.Where(resource => resource.InManifest))
        {
            resources[resource.Name] = Describe(resource, folder);
        }

        await File.WriteAllTextAsync(file, new JsonObject { ["resources"] = resources }.ToJsonString(Indented) + "\n", cancellationToken);
        Console.WriteLine($"Published manifest to: {file}");
    }

    private static JsonObject Describe(Resource resource, string folder) => resource switch
    {
        ParameterResource parameter => new JsonObject
        {
            ["type"] = "parameter.v0",
            ["value"] = $"{{{parameter.Name}.inputs.value}}",
            ["inputs"] = new JsonObject { ["value"] = Input(parameter) },
        },
        ConnectionStringResource connection => new JsonObject
        {
            ["type"] = "parameter.v0",
            ["connectionString"] = $"{{{connection.Name}.value}}",
            ["value"] = $"{{{connection.Name}.inputs.value}}",
            ["inputs"] = new JsonObject { ["value"] = new JsonObject { ["type"] = "string", ["secret"] = true } },
        },
        ProjectResource project => Project(project, folder),
        _ => throw new NotSupportedException($"{resource.Name} is not described in a manifest."),
    };

    private static JsonObject Input(ParameterResource parameter)
    {
        var input = new JsonObject { ["type"] = "string" };
        if (parameter.Secret)
        {
            input["secret"] = true;
        }

        if (parameter.Generated is GenerateParameterDefault generated)
        {
            input["default"] = new JsonObject { ["generate"] = new JsonObject { ["minLength"] = generated.MinLength, ["special"] = generated.Special } };
        }

        return input;
    }

    private static JsonObject Project(ProjectResource project, string folder)
    {
        var environment = new JsonObject { ["HTTP_PORTS"] = $"{{{project.Name}.bindings.http.targetPort}}" };
        foreach (var (name, value) in project.EnvironmentVariables())
        {
            environment[name] = value is IManifestExpressionProvider provider ? provider.ValueExpression : (string)value;
        }

        var bindings = new JsonObject();
        foreach (var endpoint in project.Endpoints)
        {
            var binding = new JsonObject { ["scheme"] = endpoint.Scheme, ["protocol"] = "tcp", ["transport"] = "http", ["targetPort"] = endpoint.TargetPort ?? ContainerPort };
            if (endpoint.External)
            {
                binding["external"] = true;
            }

            bindings[endpoint.Name] = binding;
        }

        return new JsonObject { ["type"] = "project.v0", ["path"] = Path.GetRelativePath(folder, project.ProjectPath), ["env"] = environment, ["bindings"] = bindings };
    }
}
