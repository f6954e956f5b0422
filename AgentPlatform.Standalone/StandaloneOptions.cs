namespace AgentPlatform.Standalone;

/// <summary>What the command line says.</summary>
/// <param name="Urls">Where the Gateway listens.</param>
/// <param name="DataFolder">Where everything is kept.</param>
/// <param name="Rest">Everything else, as configuration for all parts (<c>--Llm:Provider anthropic</c>).</param>
internal sealed record StandaloneOptions(string Urls, string DataFolder, string[] Rest)
{
    public const string DefaultUrls = "http://localhost:8080";

    /// <summary>Reads <c>--urls</c> and <c>--data</c>, as <c>--name value</c> or <c>--name=value</c>.</summary>
    public static StandaloneOptions Parse(IReadOnlyList<string> args)
    {
        var options = new StandaloneOptions(DefaultUrls, "data", []);
        var rest = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var equals = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? args[i] : args[i][..equals];
            if (name is not ("--urls" or "--data"))
            {
                rest.Add(args[i]);
                continue;
            }

            var value = equals >= 0 ? args[i][(equals + 1)..] : i + 1 < args.Count ? args[++i] : throw new ArgumentException($"{name} needs a value.");
            options = name == "--urls" ? options with { Urls = value } : options with { DataFolder = value };
        }

        return options with { DataFolder = Path.GetFullPath(options.DataFolder), Rest = [.. rest] };
    }
}
