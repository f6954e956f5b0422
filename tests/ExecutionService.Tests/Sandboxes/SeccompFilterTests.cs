using System.Buffers.Binary;
using ExecutionService.Sandboxes.Bubblewrap.Launching;

namespace ExecutionService.Tests.Sandboxes;

public sealed class SeccompFilterTests
{
    private const uint X64 = 0xC000_003E;
    private const uint I386 = 0x4000_0003;

    [Theory]
    [InlineData(0)] // read
    [InlineData(1)] // write
    [InlineData(57)] // fork
    [InlineData(59)] // execve
    [InlineData(257)] // openat
    [InlineData(302)] // prlimit64
    public void What_programs_need_is_allowed(uint number) => Assert.Equal(SeccompFilter.Allow, Decide(number));

    [Fact]
    public void Every_call_of_the_list_is_refused_once()
    {
        Assert.All(SeccompCalls.Refused, call => Assert.Equal(SeccompFilter.NotPermitted, Decide(call.Number)));
        Assert.Equal(SeccompCalls.Refused.Count, SeccompCalls.Refused.Select(call => call.Number).Distinct().Count());
        Assert.Equal(SeccompCalls.Refused.Select(call => call.Name).Order(StringComparer.Ordinal), SeccompCalls.Refused.Select(call => call.Name));
    }

    [Theory]
    [InlineData(0x0000_0011, SeccompFilter.Allow)] // fork: SIGCHLD
    [InlineData(0x003D_0F00, SeccompFilter.Allow)] // a thread
    [InlineData(0x1000_0011, SeccompFilter.NotPermitted)] // user
    [InlineData(0x0002_0011, SeccompFilter.NotPermitted)] // mounts
    [InlineData(0x4000_0011, SeccompFilter.NotPermitted)] // network
    [InlineData(0x2000_0011, SeccompFilter.NotPermitted)] // processes
    [InlineData(0x0C00_0011, SeccompFilter.NotPermitted)] // names and messages
    public void A_clone_may_not_make_namespaces(uint flags, uint action) => Assert.Equal(action, Decide(SeccompCalls.Clone, flags));

    [Theory]
    [InlineData(1, 0, SeccompFilter.Allow)] // unix
    [InlineData(2, 6, SeccompFilter.Allow)] // IPv4
    [InlineData(10, 6, SeccompFilter.Allow)] // IPv6
    [InlineData(16, 0, SeccompFilter.Allow)] // netlink, routes
    [InlineData(16, 9, SeccompFilter.NoSuchFamily)] // netlink, audit
    [InlineData(16, 15, SeccompFilter.NoSuchFamily)] // netlink, events of devices
    [InlineData(17, 3, SeccompFilter.NoSuchFamily)] // packet
    [InlineData(38, 0, SeccompFilter.NoSuchFamily)] // alg
    [InlineData(40, 0, SeccompFilter.NoSuchFamily)] // vsock
    [InlineData(44, 0, SeccompFilter.NoSuchFamily)] // xdp
    public void A_socket_is_of_a_family_that_the_network_namespace_holds(uint family, uint protocol, uint action) => Assert.Equal(action, Decide(SeccompCalls.Socket, family, 1, protocol));

    [Theory]
    [InlineData(0x5412, SeccompFilter.NotPermitted)] // TIOCSTI
    [InlineData(0x541C, SeccompFilter.NotPermitted)] // TIOCLINUX
    [InlineData(0x5413, SeccompFilter.Allow)] // TIOCGWINSZ
    public void Nothing_is_typed_into_a_terminal(uint request, uint action) => Assert.Equal(action, Decide(SeccompCalls.Ioctl, 0, request));

    [Fact]
    public void Another_architecture_and_the_other_numbering_are_closed()
    {
        Assert.Equal(SeccompFilter.Kill, Decide(20, architecture: I386));
        Assert.Equal(SeccompFilter.NoSuchCall, Decide(0x4000_0000 | 39));
        Assert.Equal(SeccompFilter.NoSuchCall, Decide(435));
    }

    [Fact]
    public void Memory_that_no_process_maps_is_closed_only_where_a_watcher_looks_at_processes()
    {
        Assert.All(SeccompCalls.Unmapped, call => Assert.Equal(SeccompFilter.NoSuchCall, Decide(call.Number, memoryIsWatched: true)));
        Assert.All(SeccompCalls.Unmapped, call => Assert.Equal(SeccompFilter.Allow, Decide(call.Number)));
    }

    private static uint Decide(uint number, uint first = 0, uint second = 0, uint third = 0, uint architecture = X64, bool memoryIsWatched = false)
    {
        var data = new byte[64];
        foreach (var (offset, value) in new[] { (0, number), (4, architecture), (16, first), (24, second), (32, third) })
        {
            BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(offset), value);
        }

        return Run(SeccompFilter.Build(memoryIsWatched), data);
    }

    /// <summary>What the kernel does with the program.</summary>
    private static uint Run(byte[] program, byte[] data)
    {
        var (at, loaded) = (0, 0u);
        while (true)
        {
            var instruction = program.AsSpan(at * 8, 8);
            var value = BinaryPrimitives.ReadUInt32LittleEndian(instruction[4..]);
            var (then, otherwise) = (instruction[2], instruction[3]);
            switch (BinaryPrimitives.ReadUInt16LittleEndian(instruction))
            {
                case 0x20: loaded = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((int)value)); break;
                case 0x15: at += loaded == value ? then : otherwise; break;
                case 0x35: at += loaded >= value ? then : otherwise; break;
                case 0x45: at += (loaded & value) != 0 ? then : otherwise; break;
                case 0x06: return value;
                case var code: throw new InvalidOperationException($"Instruction {code:x} at {at}.");
            }

            at++;
        }
    }
}
