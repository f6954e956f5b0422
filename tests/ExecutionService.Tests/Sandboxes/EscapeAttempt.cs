namespace ExecutionService.Tests.Sandboxes;

/// <summary>One way in which a program may try to leave the sandbox or to harm the machine.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Code">Body of a Python function that answers with something true when it succeeds; the names of <see cref="EscapeDriver"/> are there.</param>
/// <param name="Control">Who shows that it succeeds outside.</param>
/// <param name="DependsOnKernel">Not every kernel has what is tried: where it fails outside too, there is nothing to refuse.</param>
public sealed record EscapeAttempt(string Name, string Code, EscapeControl Control = EscapeControl.Service, bool DependsOnKernel = false);

/// <summary>Who does the same outside of the sandbox.</summary>
public enum EscapeControl
{
    /// <summary>The user of the service, in a mount and name space of its own so that the machine stays as it is.</summary>
    Service,

    /// <summary>As <see cref="Service"/>, with a process 1 that is the test's own and not the machine's.</summary>
    ProcessOne,

    /// <summary>The sandbox's user, without the sandbox.</summary>
    SandboxUser,
}
