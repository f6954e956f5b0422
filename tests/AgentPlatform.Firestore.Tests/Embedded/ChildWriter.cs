using System.Diagnostics;
using AgentPlatform.Firestore.Embedded;

namespace AgentPlatform.Firestore.Tests.Embedded;

/// <summary>This assembly as another process that owns a database file and writes until it is killed.</summary>
internal static class ChildWriter
{
    public const int IdLength = 12;
    private const string PathVariable = "FIRESTORE_CHILD_PATH";
    private const int Writers = 8;

    public static Process Start(string path)
    {
        var self = Environment.ProcessPath!;
        var start = new ProcessStartInfo(self) { RedirectStandardOutput = true, Environment = { [PathVariable] = path } };
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ChildWriter).Assembly.Location);
        }

        return Process.Start(start)!;
    }

    public static bool TryGetPath(out string path)
    {
        path = Environment.GetEnvironmentVariable(PathVariable) ?? "";
        return path.Length > 0;
    }

    public static async Task WriteForeverAsync(string path)
    {
        await using var server = EmbeddedFirestore.Open(new EmbeddedFirestoreOptions { Path = path, Durability = EmbeddedDurability.Normal });
        using var db = EmbeddedServers.Connect(server);
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var acknowledged = TextWriter.Synchronized(output);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var id = $"{writer:00}-{i:000000000}";
                await db.Collection("written").Document(id).CreateAsync(new Dictionary<string, object?> { ["i"] = i });
                await acknowledged.WriteLineAsync(id);
            }
        })));
    }
}
