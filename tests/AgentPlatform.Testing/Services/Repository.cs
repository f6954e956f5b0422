namespace AgentPlatform.Testing.Services;

/// <summary>The checkout that the tests run from.</summary>
public static class Repository
{
    /// <summary>Its root: the folder with the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file or folder in it.</summary>
    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "AgentPlatform.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    /// <summary>The assembly of a project, in the configuration of the running tests.</summary>
    public static string Built(string project)
    {
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return File(project, "bin", output.Parent!.Name, output.Name, $"{project}.dll");
    }
}
