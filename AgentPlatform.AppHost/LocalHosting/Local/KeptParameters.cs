using System.Text.Json;

namespace Aspire.Hosting.Local;

/// <summary>Values that were made up once and stay the same: the password that a broker's data was made with, for example. Aspire keeps them in the user's secrets, this in a file that only the user can read.</summary>
internal static class KeptParameters
{
    public static string GetOrAdd(IDistributedApplicationBuilder builder, string name, ParameterDefault value)
    {
        var folder = ((LocalBuilder)builder).DataFolder;
        var file = Path.Combine(folder, "parameters.json");
        var kept = File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))! : [];
        if (kept.TryGetValue(name, out var known))
        {
            return known;
        }

        kept[name] = value.GetDefaultValue();
        Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
        JsonSerializer.Serialize(stream, kept);
        return kept[name];
    }
}
