using System.Text.Json;
using System.Text.Json.Nodes;
using AgentPlatform.Testing.Services;

namespace AgentPlatform.Contracts.Tests;

/// <summary>A committed file that changes only when somebody means it: UPDATE_SNAPSHOTS=1 writes it anew.</summary>
internal static class Snapshot
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Matches(JsonNode actual, params string[] path)
    {
        var file = Repository.File(path);
        var text = actual.ToJsonString(Indented) + "\n";

        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return;
        }

        var committed = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(text == committed, $"{string.Join('/', path)} is not what the code says, from line {FirstDifference(committed, text)} on. If the change is meant, run this project with UPDATE_SNAPSHOTS=1 and commit the file.");
    }

    private static int FirstDifference(string one, string other) => one.Split('\n').Zip(other.Split('\n')).TakeWhile(lines => lines.First == lines.Second).Count() + 1;
}
