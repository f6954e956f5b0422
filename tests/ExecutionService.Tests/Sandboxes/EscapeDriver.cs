namespace ExecutionService.Tests.Sandboxes;

/// <summary>Makes attempts, each in a process of its own, and says of each in one line whether it succeeded. The same program runs inside and outside.</summary>
internal static class EscapeDriver
{
    /// <summary>Reads <c>{ "place": {...}, "attempts": [[name, code], ...] }</c>; <c>P</c> has the places, <c>call</c> makes a system call.</summary>
    public const string Code =
        """
        import array, ctypes, errno, fcntl, json, mmap, os, resource, select, signal, socket, stat, struct, subprocess, sys, textwrap, threading, time
        libc = ctypes.CDLL(None, use_errno=True)
        libc.syscall.restype = ctypes.c_long

        def call(number, *arguments):
            answer = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
            if answer < 0:
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
            return answer

        def buffer(size, start=b''):
            return ctypes.create_string_buffer(start, size)

        def read(path, size=-1):
            with open(path, 'rb', buffering=0) as file:
                return file.read(size) if size >= 0 else file.read()

        def quiet(path):
            try:
                return read(path)
            except OSError:
                return b''

        def mapped(pid):
            return int(read('/proc/%d/maps' % pid).split(b'-')[0], 16)

        def peek(path, pid):
            with open(path, 'rb', buffering=0) as file:
                file.seek(mapped(pid))
                return file.read(16)

        def create(path):
            with open(path, 'w'):
                pass
            os.unlink(path)
            return path

        def spawn_many(count):
            children = []
            try:
                for _ in range(count):
                    pid = os.fork()
                    if pid == 0:
                        signal.pause()
                    children.append(pid)
                return count
            finally:
                for pid in children:
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)

        given = json.load(sys.stdin)
        P = given['place']
        TOKEN = P['token'].encode()
        for name, code in given['attempts']:
            reading, writing = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.close(reading)
                signal.alarm(20)
                try:
                    scope = dict(globals())
                    exec('def attempt():\n' + textwrap.indent(code, '    '), scope)
                    value = scope['attempt']()
                    text = 'open: %r' % (value,) if value else 'closed: nothing is there'
                except BaseException as failure:
                    text = 'closed: %s: %s' % (type(failure).__name__, failure)
                os.write(writing, text.encode('utf-8', 'replace')[:300])
                os._exit(0)
            os.close(writing)
            text = os.read(reading, 1000).decode('utf-8', 'replace')
            os.close(reading)
            _, status = os.waitpid(pid, 0)
            print(json.dumps([name, text or 'closed: ended by signal %d' % os.WTERMSIG(status)]), flush=True)
        """;
}
