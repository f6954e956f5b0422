
namespace ExecutionService.Sandboxes.Bubblewrap.Launching;

/// <summary>System calls of x86-64 by what the sandbox does with them.</summary>
internal static class SeccompCalls
{
    public const uint Clone = 56;
    public const uint Ioctl = 16;
    public const uint Socket = 41;

    /// <summary>Answered with "not permitted".</summary>
    public static readonly IReadOnlyList<(string Name, uint Number)> Refused =
    [
        ("_sysctl", 156), ("acct", 163), ("add_key", 248), ("adjtimex", 159), ("bpf", 321), ("chroot", 161), ("clock_adjtime", 305), ("clock_settime", 227),
        ("delete_module", 176), ("fanotify_init", 300), ("finit_module", 313), ("fsconfig", 431), ("fsmount", 432), ("fsopen", 430), ("fspick", 433), ("get_mempolicy", 239),
        ("init_module", 175), ("io_uring_enter", 426), ("io_uring_register", 427), ("io_uring_setup", 425), ("ioperm", 173), ("iopl", 172),
        ("kcmp", 312), ("kexec_file_load", 320), ("kexec_load", 246), ("keyctl", 250), ("lookup_dcookie", 212), ("mbind", 237), ("migrate_pages", 256), ("modify_ldt", 154),
        ("mount", 165), ("mount_setattr", 442), ("move_mount", 429), ("move_pages", 279), ("name_to_handle_at", 303), ("nfsservctl", 180),
        ("open_by_handle_at", 304), ("open_tree", 428), ("open_tree_attr", 467), ("perf_event_open", 298), ("personality", 135), ("pidfd_getfd", 438), ("pivot_root", 155),
        ("process_vm_readv", 310), ("process_vm_writev", 311), ("ptrace", 101), ("quotactl", 179), ("quotactl_fd", 443), ("reboot", 169), ("request_key", 249),
        ("set_mempolicy", 238), ("setdomainname", 171), ("sethostname", 170), ("setns", 308), ("settimeofday", 164), ("swapoff", 168), ("swapon", 167), ("sysfs", 139), ("syslog", 103),
        ("umount2", 166), ("unshare", 272), ("uselib", 134), ("userfaultfd", 323), ("ustat", 136), ("vhangup", 153),
    ];

    /// <summary>Answered as if the kernel did not have them: clone3 hides its flags from filters, and its callers fall back to clone.</summary>
    public static readonly IReadOnlyList<(string Name, uint Number)> Absent = [("clone3", 435)];

    /// <summary>Calls that get memory which no process needs to have mapped: a watcher of processes does not see it.</summary>
    public static readonly IReadOnlyList<(string Name, uint Number)> Unmapped = [("memfd_create", 319), ("memfd_secret", 447), ("shmget", 29)];
}
