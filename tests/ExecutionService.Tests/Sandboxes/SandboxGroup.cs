namespace ExecutionService.Tests.Sandboxes;

/// <summary>Tests with a real sandbox, one after another: some count processes and open files.</summary>
[CollectionDefinition(Name)]
public sealed class SandboxGroup
{
    public const string Name = "sandbox";
}
