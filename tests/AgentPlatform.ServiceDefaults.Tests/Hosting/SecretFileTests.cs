using AgentPlatform.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace AgentPlatform.ServiceDefaults.Tests.Hosting;

public sealed class SecretFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secrets-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_named_like_a_setting_is_that_setting()
    {
        Mount("Identity__SigningKey", "from the file\n");

        var configuration = Configure("--Secrets:Directory", _folder.FullName, "--Identity:SigningKey", "from elsewhere");

        Assert.Equal("from the file", configuration["Identity:SigningKey"]);
    }

    [Fact]
    public void A_folder_that_is_named_and_missing_is_an_error() =>
        Assert.Throws<DirectoryNotFoundException>(() => Configure("--Secrets:Directory", Path.Combine(_folder.FullName, "absent")));

    [Fact]
    public void Without_a_folder_nothing_is_read_from_files()
    {
        Mount("Identity__SigningKey", "from the file");

        Assert.Null(Configure()["Identity:SigningKey"]);
    }

    private static ConfigurationManager Configure(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddHostDefaults("testservice");
        return builder.Configuration;
    }

    /// <summary>As a volume of Kubernetes has it: the file is a link into a folder that is exchanged when the secret is.</summary>
    private void Mount(string name, string content)
    {
        var version = _folder.CreateSubdirectory("..2026_11_22");
        File.WriteAllText(Path.Combine(version.FullName, name), content);
        Directory.CreateSymbolicLink(Path.Combine(_folder.FullName, "..data"), version.Name);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, name), Path.Combine("..data", name));
    }
}
