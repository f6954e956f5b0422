using System.Collections.Concurrent;

namespace AgentPlatform.ServiceDefaults;

/// <summary>Objects that their users in this process share by name: made by the first user, disposed with the last.</summary>
public sealed class SharedObjects<T>
    where T : class, IDisposable
{
    private readonly ConcurrentDictionary<string, Entry> _open = new(StringComparer.Ordinal);

    /// <summary>How many are in use.</summary>
    public int Count => _open.Count;

    /// <summary>The object of that name, made by <paramref name="make"/> unless it is in use; null when that gives none.</summary>
    public async Task<Shared<T>?> OpenAsync(string name, Func<Task<T?>> make, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = _open.GetOrAdd(name, _ => new Entry());
            if (!entry.TryAcquire())
            {
                _open.TryRemove(KeyValuePair.Create(name, entry));
                continue;
            }

            T? value = null;
            try
            {
                value = await entry.LoadAsync(make, cancellationToken);
            }
            finally
            {
                if (value is null)
                {
                    Release(name, entry);
                }
            }

            return value is null ? null : new Shared<T>(value, () => Release(name, entry));
        }
    }

    /// <summary>One more hold on an object that is in use.</summary>
    /// <exception cref="InvalidOperationException">Nobody uses it.</exception>
    public Shared<T> Keep(string name) =>
        _open.TryGetValue(name, out var entry) && entry.Value is { } value && entry.TryAcquire()
            ? new Shared<T>(value, () => Release(name, entry))
            : throw new InvalidOperationException($"{name} is not open.");

    private void Release(string name, Entry entry)
    {
        if (entry.Release())
        {
            _open.TryRemove(KeyValuePair.Create(name, entry));
            entry.Dispose();
        }
    }

    private sealed class Entry : IDisposable
    {
        private readonly SemaphoreSlim _loading = new(1, 1);
        private readonly Lock _gate = new();
        private int _users;
        private bool _closed;

        public T? Value { get; private set; }

        public bool TryAcquire()
        {
            lock (_gate)
            {
                _users += _closed ? 0 : 1;
                return !_closed;
            }
        }

        /// <summary>True when that was the last user.</summary>
        public bool Release()
        {
            lock (_gate)
            {
                return _closed = --_users == 0;
            }
        }

        public async Task<T?> LoadAsync(Func<Task<T?>> make, CancellationToken cancellationToken)
        {
            await _loading.WaitAsync(cancellationToken);
            try
            {
                return Value ??= await make();
            }
            finally
            {
                _loading.Release();
            }
        }

        public void Dispose()
        {
            Value?.Dispose();
            _loading.Dispose();
        }
    }
}

/// <summary>One user's hold on a shared object. Dispose it when done.</summary>
public sealed class Shared<T>(T value, Action release) : IDisposable
{
    private Action? _release = release;

    public T Value => value;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
