using System.Text;
using System.Text.Json;
using ExecutionService.Mcp;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Protocol;

namespace ExecutionService.Tests.Mcp;

/// <summary>The tools of a test's MCP server: one for each way in which an answer may come.</summary>
internal sealed class McpTestCalls(Func<HttpContext>? current = null)
{
    public static readonly Tool[] Tools =
    [
        Tool("add", new ToolAnnotations { ReadOnlyHint = true }),
        Tool("die"),
        Tool("fail"),
        Tool("getMany", new ToolAnnotations { IdempotentHint = true }),
        Tool("huge"),
        Tool("slow", new ToolAnnotations { ReadOnlyHint = false, IdempotentHint = false }),
        Tool("throw"),
    ];

    /// <summary>Set when the slow tool has begun.</summary>
    public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Set when the server was told that nobody waits for the slow tool any more.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The keys that came with calls.</summary>
    public List<string?> Keys { get; } = [];

    public static Tool Tool(string name, ToolAnnotations? annotations = null, string schema = """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}}}""") =>
        new() { Name = name, Description = $"The tool {name}.", InputSchema = JsonElement.Parse(schema), Annotations = annotations };

    public async ValueTask<CallToolResult> AnswerAsync(CallToolRequestParams call, CancellationToken cancellationToken)
    {
        Keys.Add(call.Meta?[McpFunction.KeyMember]?.ToString());
        switch (call.Name)
        {
            case "add":
                return Text($"{call.Arguments!["a"].GetInt32() + call.Arguments["b"].GetInt32()}");
            case "die":
                current!().Abort();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return Text("never");
            case "fail":
                return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = "There is no such city." }] };
            case "getMany":
                return new CallToolResult
                {
                    Content =
                    [
                        new TextContentBlock { Text = "Found:" },
                        new ImageContentBlock { MimeType = "image/png", Data = Encoding.ASCII.GetBytes(Convert.ToBase64String(new byte[300])) },
                        new EmbeddedResourceBlock { Resource = new TextResourceContents { Uri = "file:///a.txt", Text = "inside" } },
                        new EmbeddedResourceBlock { Resource = new BlobResourceContents { Uri = "file:///b.bin", Blob = Encoding.ASCII.GetBytes("AAAA") } },
                        new ResourceLinkBlock { Uri = "https://example.com/c", Name = "c", Description = "more" },
                    ],
                    StructuredContent = JsonElement.Parse("""{"count":2,"이름":"값"}"""),
                };
            case "huge":
                return Text(new string('x', 100_000));
            case "slow":
                Began.TrySetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
                finally
                {
                    Cancelled.TrySetResult();
                }

                return Text("never");
            default:
                throw new InvalidOperationException("inner secret detail");
        }
    }

    private static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };
}
