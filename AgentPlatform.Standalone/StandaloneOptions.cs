namespace AgentPlatform.Standalone;

/// <summary>What the command line says.</summary>
/// <param name="Urls">Where the Gateway listens.</param>
/// <param name="DataFolder">Where everything is kept.</param>
/// <param name="Rest">Everything else, as configuration for all parts (<c>--Llm:Provider anthropic</c>).</param>
internal sealed record StandaloneOptions(string Urls, string DataFolder, string[] Rest)
{
    public const string DefaultUrls = "http://localhost:8080";

    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        dotnet run --project AgentPlatform.Standalone [-- options]

          --urls URL               where the page and the API are (default http://localhost:8080)
          --data FOLDER            where everything is kept (default data)
          --SECTION:NAME VALUE     a setting of the README's table, such as --Llm:Provider simulated
          --help                   this text

        Settings may also be environment variables (Llm__Provider); ANTHROPIC_API_KEY alone is enough for Anthropic.
        """;

    /// <summary>Whether only the help was asked for.</summary>
    public static bool AskForHelp(IReadOnlyList<string> args) => args.Any(arg => arg is "--help" or "-h" or "-?" or "/?");

    /// <summary>Reads <c>--urls</c> and <c>--data</c>, as <c>--name value</c> or <c>--name=value</c>.</summary>
    public static StandaloneOptions Parse(IReadOnlyList<string> args)
    {
        var options = new StandaloneOptions(DefaultUrls, "data", []);
        var rest = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            var equals = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? args[i] : args[i][..equals];
            if (name is not ("--urls" or "--data") && !IsSetting(name))
            {
                throw new ArgumentException($"{args[i]} is not an option; --help tells them.");
            }

            var value = equals >= 0 ? args[i][(equals + 1)..] : i + 1 < args.Count ? args[++i] : throw new ArgumentException($"{name} needs a value.");
            switch (name)
            {
                case "--urls":
                    options = options with { Urls = value };
                    break;
                case "--data":
                    options = options with { DataFolder = value };
                    break;
                default:
                    rest.Add($"{name}={value}");
                    break;
            }
        }

        return options with { DataFolder = Path.GetFullPath(options.DataFolder), Rest = [.. rest] };
    }

    /// <summary>Settings have a section; those without one are the host's environment and the standard variables.</summary>
    private static bool IsSetting(string name) => name.StartsWith("--", StringComparison.Ordinal) && (name.Contains(':', StringComparison.Ordinal) || name.Contains('_', StringComparison.Ordinal) || name == "--environment");
}
