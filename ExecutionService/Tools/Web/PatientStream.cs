
namespace ExecutionService.Tools.Web;

/// <summary>Text as a stream that ends its reader's work when it takes too long: a parser may need a time that grows with the square of what it is given.</summary>
internal sealed class PatientStream(byte[] text, TimeSpan patience, TimeProvider clock) : MemoryStream(text, writable: false)
{
    private readonly long _began = clock.GetTimestamp();

    public override int Read(byte[] buffer, int offset, int count)
    {
        Check();
        return base.Read(buffer, offset, count);
    }

    public override int Read(Span<byte> buffer)
    {
        Check();
        return base.Read(buffer);
    }

    private void Check()
    {
        if (clock.GetElapsedTime(_began) > patience)
        {
            throw new ToolException("The page is too tangled to be read.");
        }
    }
}
