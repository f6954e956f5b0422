namespace ExecutionService.Tests.Sandboxes;

/// <summary>The attempts, by what they are after.</summary>
internal static class EscapeAttempts
{
    private static readonly EscapeAttempt[] Files =
    [
        new("a file of the host by its path", "return TOKEN in read(P['secret'])"),
        new("the password hashes of the host", "return b'root:' in read('/etc/shadow')"),
        new("the users of the host", "return b'daemon:' in read('/etc/passwd')"),
        new("a folder of the host's root", "return os.listdir('/root')"),
        new("the logs of the host", "return os.listdir('/var/log')"),
        new("the temporary files of the host", "return os.path.exists(P['root'])"),
        new("the binaries of the service", "return os.listdir(P['binaries'])"),
        new("what sandboxes are made with", "return os.listdir('/run/agentplatform-sandbox')"),
        new("the kernel's objects in /sys", "return os.listdir('/sys/class')"),
        new("shared memory of the host", "return TOKEN in read(P['shm'])"),
        new("another user's workspace by its path", "return TOKEN in read(P['other'])"),
        new("another user's workspace through the parent folder", "return TOKEN in read(P['workspace'] + '/../../bob/secret.txt')"),
        new("a link to a file, planted before", "return TOKEN in read(P['workspace'] + '/planted-file')"),
        new("a link to a folder, planted before", "return os.listdir(P['workspace'] + '/planted-folder')"),
        new("a link to a file, made now", "os.symlink(P['secret'], P['workspace'] + '/made'); return TOKEN in read(P['workspace'] + '/made')"),
        new("a hard link to a file of the host", "os.link(P['secret'], P['workspace'] + '/hard'); return True"),
        new("a file of the host through the root of process 1", "return TOKEN in read('/proc/1/root' + P['secret'])", EscapeControl.ProcessOne),
        new("a file of the host through the root of this process", "return TOKEN in read('/proc/self/root' + P['secret'])"),
        new("a file of the host through the folder of any process", "return [pid for pid in os.listdir('/proc') if pid.isdigit() and (os.path.exists('/proc/%s/cwd/etc/shadow' % pid) or os.path.exists('/proc/%s/root/etc/shadow' % pid))]"),
        new("a file by a handle instead of a path", "handle = buffer(136, struct.pack('<I', 128)); mount = ctypes.c_int(); call(303, -100, b'/usr', handle, ctypes.byref(mount), 0); return call(304, os.open('/', 0), handle, 0)"),
        new("the number of a file's handle", "handle = buffer(136, struct.pack('<I', 128)); mount = ctypes.c_int(); call(303, -100, b'/usr', handle, ctypes.byref(mount), 0); return True"),
        new("a file of the service left open", "return [fd for fd in os.listdir('/proc/self/fd') if os.path.lexists('/proc/self/fd/' + fd) and os.readlink('/proc/self/fd/' + fd) == P['inherited']]"),
    ];

    private static readonly EscapeAttempt[] Changes =
    [
        new("changing a program of the system", "return create('/usr/bin/escape-probe')"),
        new("changing a library of the system", "return create('/usr/lib/escape-probe')"),
        new("changing the settings of the system", "return create('/etc/escape-probe')"),
        new("changing the names of hosts", "os.close(os.open('/etc/hosts', os.O_WRONLY)); return True"),
        new("filling the root folder", "return create('/escape-probe')"),
        new("filling the folder of devices", "return create('/dev/escape-probe')"),
        new("changing the mode of a program", "os.chmod('/usr/bin/env', stat.S_IMODE(os.stat('/usr/bin/env').st_mode)); return True"),
        new("giving a file to root", "open(P['workspace'] + '/given', 'w').close(); os.chown(P['workspace'] + '/given', 0, 0); return True"),
        new("a setting of the kernel", "os.close(os.open('/proc/sys/kernel/core_pattern', os.O_WRONLY)); return True"),
        new("the network settings of the kernel", "os.close(os.open('/proc/sys/vm/overcommit_memory', os.O_WRONLY)); return True"),
        new("the kernel's emergency keys", "os.close(os.open('/proc/sysrq-trigger', os.O_WRONLY)); return True", DependsOnKernel: true),
        new("the control groups", "return os.listdir('/sys/fs/cgroup')"),
        new("the name of the machine", "socket.sethostname('escape'); return True"),
        new("the clock", "call(164, 0, 0); return True"),
        new("the rate of the clock", "call(159, buffer(256)); return True"),
    ];

    private static readonly EscapeAttempt[] Secrets =
    [
        new("the environment of the service by inheritance", "return TOKEN in repr(dict(os.environ)).encode()"),
        new("the environment of a process of the host", "return TOKEN in read('/proc/%d/environ' % P['process'])"),
        new("the arguments of a process of the host", "return TOKEN in read('/proc/%d/cmdline' % P['process'])"),
        new("the arguments of any process", "return [pid for pid in os.listdir('/proc') if pid.isdigit() and TOKEN in quiet('/proc/%s/cmdline' % pid)]"),
        new("the open files of a process of the host", "return os.listdir('/proc/%d/fd' % P['process'])"),
        new("the memory of a process of the host", "return peek('/proc/%d/mem' % P['process'], P['process'])"),
        new("the root of a process of the host", "return TOKEN in read('/proc/%d/root%s' % (P['process'], P['secret']))"),
        new("the environment of process 1", "return len(read('/proc/1/environ'))", EscapeControl.ProcessOne),
        new("the arguments of process 1", "return len(read('/proc/1/cmdline'))", EscapeControl.ProcessOne),
        new("the memory of process 1", "return peek('/proc/1/mem', 1)", EscapeControl.ProcessOne),
        new("the memory of process 1 by its task", "return peek('/proc/1/task/1/mem', 1)", EscapeControl.ProcessOne),
        new("the kernel's command line", "return len(read('/proc/cmdline'))"),
        new("the kernel's symbols", "return read('/proc/kallsyms', 10)"),
        new("the kernel's configuration", "return read('/proc/config.gz', 10)", DependsOnKernel: true),
        new("the kernel's timers", "return read('/proc/timer_list', 10)", DependsOnKernel: true),
        new("the kernel's messages", "return call(103, 10, 0, 0)"),
        new("the kernel's messages as a device", "return os.open('/dev/kmsg', os.O_RDONLY | os.O_NONBLOCK)"),
        new("the keys that the kernel holds", "return read('/proc/keys', 10)", DependsOnKernel: true),
        new("a keyring of the session", "return call(250, 0, -3, 0)", DependsOnKernel: true),
        new("adding a key", "return call(248, b'user', b'escape', b'value', 5, -2)", DependsOnKernel: true),
    ];

    private static readonly EscapeAttempt[] Processes =
    [
        new("a signal to a process of the host", "os.kill(P['process'], 0); return True"),
        new("tracing a process of the host", "call(101, 0x4206, P['process'], 0, 0); return True"),
        new("being traced", "call(101, 0, 0, 0, 0); return True"),
        new("reading memory across processes", "source = buffer(8, b'content'); target = buffer(8); pair = lambda b: struct.pack('<QQ', ctypes.addressof(b), 8); return call(310, os.getpid(), buffer(16, pair(target)), 1, buffer(16, pair(source)), 1, 0)"),
        new("writing memory across processes", "source = buffer(8, b'content'); target = buffer(8); pair = lambda b: struct.pack('<QQ', ctypes.addressof(b), 8); return call(311, os.getpid(), buffer(16, pair(source)), 1, buffer(16, pair(target)), 1, 0)"),
        new("a handle of a process of the host", "return call(434, P['process'], 0)"),
        new("an open file of another process by a handle", "return call(438, call(434, os.getppid(), 0), 1, 0)"),
        new("comparing the kernel's objects of processes", "call(312, os.getpid(), os.getppid(), 1, 0, 0); return True"),
        new("the priority of a process of the host", "os.setpriority(os.PRIO_PROCESS, P['process'], os.getpriority(os.PRIO_PROCESS, P['process'])); return True"),
        new("a higher priority", "return os.nice(-5) is not None"),
        new("protection from the end of memory", "with open('/proc/self/oom_score_adj', 'w') as file: file.write('-500')\nreturn True", DependsOnKernel: true),
        new("becoming root", "os.setuid(0); return True"),
        new("root's groups", "os.setgroups([0]); return True"),
        new("a program that runs as root", "return subprocess.run([P['workspace'] + '/setuid-id', '-u'], capture_output=True, text=True).stdout.strip() == '0'", EscapeControl.SandboxUser),
        new("more processes than a call may have", "return spawn_many(200)"),
        new("more threads than a call may have", "stop = threading.Event(); threads = [threading.Thread(target=stop.wait, daemon=True) for _ in range(200)]; [thread.start() for thread in threads]; stop.set(); return len(threads)"),
        new("a limit of 1,000 processes", "resource.setrlimit(resource.RLIMIT_NPROC, (1000, 1000)); return True"),
        new("a limit of 2,000 open files", "resource.setrlimit(resource.RLIMIT_NOFILE, (2000, 2000)); return True"),
        new("leaving a memory image", "resource.setrlimit(resource.RLIMIT_CORE, (4096, 4096)); return True"),
        new("a limit of 4 MiB of locked memory", "resource.setrlimit(resource.RLIMIT_MEMLOCK, (4 << 20, 4 << 20)); return True", DependsOnKernel: true),
        new("another personality", "call(135, 0x0040000); return True"),
        new("the processor's segment table", "call(154, 0, buffer(64), 64); return True", DependsOnKernel: true),
        new("calls of the 32-bit architecture", "code = mmap.mmap(-1, 4096, prot=7); code.write(bytes.fromhex('b814000000cd80c3')); return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))() > 0", DependsOnKernel: true),
        new("memory of another node", "call(279, 0, 0, 0, 0, 0, 0); return True", DependsOnKernel: true),
        new("typing into a terminal", "master, slave = os.openpty(); os.setsid(); fcntl.ioctl(slave, 0x540E, 0); fcntl.ioctl(slave, 0x5412, b'x'); return True"),
    ];

    private static readonly EscapeAttempt[] Spaces =
    [
        new("a user namespace", "call(272, 0x10000000); return True"),
        new("a mount namespace", "call(272, 0x00020000); return True"),
        new("a network namespace", "call(272, 0x40000000); return True"),
        new("a user namespace by clone", "pid = call(56, 0x10000000 | 17, 0, 0, 0, 0)\nif pid == 0: os._exit(0)\nreturn pid"),
        new("a user namespace by clone3", "pid = call(435, buffer(88, struct.pack('<QQQQQ', 0x10000000, 0, 0, 0, 17)), 88)\nif pid == 0: os._exit(0)\nreturn pid"),
        new("the network namespace of process 1", "call(308, os.open('/proc/1/ns/net', 0), 0); return True", EscapeControl.ProcessOne),
        new("mounting a file system", "call(165, b'none', P['mount'].encode(), b'tmpfs', 0, 0); return True"),
        new("making the system writable", "call(165, b'none', b'/', 0, 0x1020, 0); return True"),
        new("unmounting", "call(166, b'/dev/shm', 2); return True"),
        new("a copy of the tree of mounts", "return call(428, -100, b'/', 1)"),
        new("a new file system", "return call(430, b'tmpfs', 0)"),
        new("the settings of a mount", "call(442, -100, b'/', 0, buffer(32, struct.pack('<QQ', 0, 0)), 32); return True"),
        new("another root", "os.chroot(P['workspace']); return True"),
        new("making a device", "os.mknod(P['workspace'] + '/made-device', stat.S_IFCHR | 0o600, os.makedev(1, 8)); return True"),
        new("a device planted before", "return read(P['workspace'] + '/planted-device', 8)"),
        new("a disk of the host", "return [name for name in os.listdir('/dev') if stat.S_ISBLK(os.lstat('/dev/' + name).st_mode)]"),
        new("the virtual machines of the host", "return os.open('/dev/kvm', os.O_RDWR)", DependsOnKernel: true),
        new("a file system in a process", "return os.open('/dev/fuse', os.O_RDWR)", DependsOnKernel: true),
        new("a network device", "return os.open('/dev/net/tun', os.O_RDWR)", DependsOnKernel: true),
        new("a program in the kernel", "return call(321, 0, buffer(128, struct.pack('<IIII', 2, 4, 4, 1)), 72)", DependsOnKernel: true),
        new("the kernel's counters", "return call(298, buffer(128, struct.pack('<IIQ', 1, 112, 0)), 0, -1, -1, 0)", DependsOnKernel: true),
        new("handling page faults", "return call(323, 0)", DependsOnKernel: true),
        new("watching all of the file system", "return call(300, 0, 0)", DependsOnKernel: true),
        new("the kernel's rings", "return call(425, 1, buffer(128))", DependsOnKernel: true),
        new("the quotas of a file system", "call(179, ctypes.c_long(0x80000100), 0, 0, 0); return True", DependsOnKernel: true),
        new("shared segments of the host", "return call(29, P['segment'], 0, 0) >= 0"),
    ];

    private static readonly EscapeAttempt[] Network =
    [
        new("a service on the host's loopback", "return socket.create_connection(('127.0.0.1', P['tcp']), 5)"),
        new("a service on the host's loopback, IPv6", "return socket.create_connection(('::1', P['tcp6']), 5)", DependsOnKernel: true),
        new("a service on the host's address", "return socket.create_connection((P['address'], P['tcp']), 5)"),
        new("an answer by UDP", "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(5); s.connect(('127.0.0.1', P['udp'])); s.send(b'ask'); return s.recv(10)"),
        new("the metadata address of a cloud", "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('169.254.169.254', 80)); return s.getsockname()", DependsOnKernel: true),
        new("an address of the internet", "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('1.1.1.1', 53)); return s.getsockname()", DependsOnKernel: true),
        new("a server of names", "servers = [line.split()[1] for line in open('/etc/resolv.conf') if line.startswith('nameserver')]; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect((servers[0], 53)); return servers", DependsOnKernel: true),
        new("the network devices of the host", "return [name for _, name in socket.if_nameindex() if name != 'lo']"),
        new("packets of one's own", "return socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)"),
        new("raw IP", "return socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)"),
        new("the host of the virtual machine", "return socket.socket(40, socket.SOCK_STREAM)", DependsOnKernel: true),
        new("the kernel's ciphers", "return socket.socket(38, socket.SOCK_SEQPACKET)", DependsOnKernel: true),
        new("the audit of the kernel", "return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 9)", DependsOnKernel: true),
        new("the events of devices", "return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15)"),
        new("an abstract socket of the host", "s = socket.socket(socket.AF_UNIX); s.connect('\\0' + P['abstract']); return True"),
        new("a socket of the host by its path", "s = socket.socket(socket.AF_UNIX); s.connect(P['socket']); return True"),
        new("a socket of the host through process 1", "s = socket.socket(socket.AF_UNIX); s.connect('/proc/1/root' + P['socket']); return True", EscapeControl.ProcessOne),
    ];

    public static readonly IReadOnlyList<EscapeAttempt> All = [.. Files, .. Changes, .. Secrets, .. Processes, .. Spaces, .. Network];
}
