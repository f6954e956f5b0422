
namespace ExecutionService.Sandboxes.Bubblewrap.Calls;

/// <summary>What a program is given to read.</summary>
internal static class CallInput
{
    /// <summary>Writes it and closes the input. Lines that come from elsewhere are waited for until the program has <paramref name="ended"/>; if they fail, so does the call.</summary>
    public static async Task WriteAsync(SandboxCall call, StreamWriter input, CallEnding ending, CancellationToken ended)
    {
        try
        {
            await using (input)
            {
                await (call.StandardInputLines is { } lines ? WriteAsync(lines, input, ended) : input.WriteAsync(call.StandardInput.AsMemory(), CancellationToken.None));
            }
        }
        catch (IOException)
        {
            // It has ended, or has closed its input.
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // It has ended, and further lines would find nobody.
        }
        catch
        {
            ending.End(SandboxEnd.Cancelled);
            throw;
        }
    }

    private static async Task WriteAsync(IAsyncEnumerable<string> lines, StreamWriter input, CancellationToken ended)
    {
        await foreach (var line in lines.WithCancellation(ended))
        {
            await input.WriteAsync($"{line}\n".AsMemory(), CancellationToken.None);
            await input.FlushAsync(CancellationToken.None);
        }
    }
}
