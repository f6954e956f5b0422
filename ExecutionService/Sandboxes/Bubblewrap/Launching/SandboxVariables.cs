
namespace ExecutionService.Sandboxes.Bubblewrap.Launching;

/// <summary>The environment of a program in the sandbox: these and what the call gives, nothing of the service's own.</summary>
internal static class SandboxVariables
{
    private const string Proxy = "http://127.0.0.1:3128";

    /// <summary>What names the way out and the certificates to trust, in the words of the programs that are met most.</summary>
    private static readonly IReadOnlyList<string> ProxyNames = ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "all_proxy", "http_proxy", "https_proxy"];
    private static readonly IReadOnlyList<string> CertificateNames = ["CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "NODE_EXTRA_CA_CERTS", "PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "npm_config_cafile"];

    /// <summary>In the order of their names; what the call gives comes before what every program has.</summary>
    public static IReadOnlyDictionary<string, string> Of(HostSystem host, SandboxCall call)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = BubblewrapArguments.Workspace,
            ["LANG"] = "C.UTF-8",
            ["LOGNAME"] = "agent",
            ["PATH"] = string.Join(':', host.SearchPath.Append($"{BubblewrapArguments.Workspace}/.local/bin")),
            ["PIP_BREAK_SYSTEM_PACKAGES"] = "1",
            ["PIP_CACHE_DIR"] = "/tmp/pip",
            ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1",
            ["PYTHONDONTWRITEBYTECODE"] = "1",
            ["PYTHONUNBUFFERED"] = "1",
            ["SHELL"] = "/bin/bash",
            ["TMPDIR"] = "/tmp",
            ["USER"] = "agent",
            ["npm_config_audit"] = "false",
            ["npm_config_cache"] = "/tmp/npm",
            ["npm_config_fund"] = "false",
            ["npm_config_update_notifier"] = "false",
        };
        if (call.Egress is { } egress)
        {
            (variables["NO_PROXY"], variables["no_proxy"], variables["NODE_USE_ENV_PROXY"]) = ("127.0.0.1,localhost", "127.0.0.1,localhost", "1");
            Add(variables, ProxyNames.Select(name => KeyValuePair.Create(name, Proxy)));
            Add(variables, CertificateNames.Select(name => KeyValuePair.Create(name, BubblewrapArguments.Certificates)));
            Add(variables, egress.Environment);
        }

        Add(variables, call.Environment);
        return variables;
    }

    private static void Add(SortedDictionary<string, string> variables, IEnumerable<KeyValuePair<string, string>> further)
    {
        foreach (var (name, value) in further)
        {
            variables[name] = value;
        }
    }
}
