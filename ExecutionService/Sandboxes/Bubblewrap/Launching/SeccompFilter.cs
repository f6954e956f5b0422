using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ExecutionService.Sandboxes.Bubblewrap.Launching;

/// <summary>
/// The filter of system calls inside the sandbox, as the program that the kernel reads (classic BPF, x86-64). It closes what
/// namespaces leave open: kernel interfaces that programs of agents have no use for and kernels have had their faults in.
/// </summary>
internal static class SeccompFilter
{
    public const uint Allow = 0x7fff_0000;
    public const uint Kill = 0x8000_0000;
    public const uint Errno = 0x0005_0000;
    public const uint NotPermitted = Errno | 1;
    public const uint NoSuchCall = Errno | 38;
    public const uint NoSuchFamily = Errno | 97;

    private const uint ArchitectureX64 = 0xC000_003E;
    private const uint X32Calls = 0x4000_0000;
    private const uint NewNamespaces = 0x7E02_0000;

    // Offsets in struct seccomp_data; arguments are 64 bits each, of which the low half decides here.
    private const uint Number = 0;
    private const uint Architecture = 4;
    private const uint FirstArgument = 16;
    private const uint SecondArgument = 24;
    private const uint ThirdArgument = 32;

    /// <summary>Whether there is a filter for this machine.</summary>
    public static bool IsSupported => RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64;

    /// <param name="memoryIsWatched">Memory is found by looking at processes: calls that get memory which no process has mapped are closed too.</param>
    public static byte[] Build(bool memoryIsWatched)
    {
        var program = new List<Instruction>
        {
            // The calls of another architecture (int 0x80) have other numbers: end whoever makes one.
            Load(Architecture), IfEqual(ArchitectureX64, 1, 0), Return(Kill),
            Load(Number), IfAtLeast(X32Calls, 0, 1), Return(NoSuchCall),
        };
        foreach (var (_, number) in SeccompCalls.Refused)
        {
            program.AddRange([IfEqual(number, 0, 1), Return(NotPermitted)]);
        }

        // As on a kernel that does not have them, so that programs fall back to what they did before.
        foreach (var (_, number) in memoryIsWatched ? [.. SeccompCalls.Absent, .. SeccompCalls.Unmapped] : SeccompCalls.Absent)
        {
            program.AddRange([IfEqual(number, 0, 1), Return(NoSuchCall)]);
        }

        program.AddRange(
        [
            IfEqual(SeccompCalls.Clone, 0, 4), Load(FirstArgument), IfAnyOf(NewNamespaces, 0, 1), Return(NotPermitted), Return(Allow),
            // Typing into a terminal (TIOCSTI) and pasting into a console (TIOCLINUX).
            IfEqual(SeccompCalls.Ioctl, 0, 5), Load(SecondArgument), IfEqual(0x5412, 1, 0), IfEqual(0x541C, 0, 1), Return(NotPermitted), Return(Allow),
            // Unix, IPv4, IPv6 and the routing table's netlink; a namespace of the network does not hold the others, such as vsock.
            IfEqual(SeccompCalls.Socket, 0, 9), Load(FirstArgument), IfEqual(1, 5, 0), IfEqual(2, 4, 0), IfEqual(10, 3, 0), IfEqual(16, 0, 3), Load(ThirdArgument), IfEqual(0, 0, 1), Return(Allow), Return(NoSuchFamily),
            Return(Allow),
        ]);
        var bytes = new byte[program.Count * Instruction.Size];
        for (var index = 0; index < program.Count; index++)
        {
            program[index].WriteTo(bytes.AsSpan(index * Instruction.Size));
        }

        return bytes;
    }

    private static Instruction Load(uint offset) => new(0x20, 0, 0, offset);

    private static Instruction IfEqual(uint value, byte then, byte otherwise) => new(0x15, then, otherwise, value);

    private static Instruction IfAtLeast(uint value, byte then, byte otherwise) => new(0x35, then, otherwise, value);

    private static Instruction IfAnyOf(uint bits, byte then, byte otherwise) => new(0x45, then, otherwise, bits);

    private static Instruction Return(uint action) => new(0x06, 0, 0, action);

    /// <summary>One instruction: what to do, how many to leave out when true and when false, and with what value.</summary>
    private readonly record struct Instruction(ushort Code, byte Then, byte Otherwise, uint Value)
    {
        public const int Size = 8;

        public void WriteTo(Span<byte> target)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target, Code);
            (target[2], target[3]) = (Then, Otherwise);
            BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Value);
        }
    }
}
