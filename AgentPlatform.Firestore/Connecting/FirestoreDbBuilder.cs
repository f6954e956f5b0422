using System.Net.Sockets;
using Google.Apis.Auth.OAuth2;
using Grpc.Core;
using Grpc.Net.Client;

namespace AgentPlatform.Firestore;

/// <summary>How to reach a database: in process, through an emulator, or in production.</summary>
public sealed class FirestoreDbBuilder
{
    private const int MaxResponseBytes = 16 * 1024 * 1024;

    /// <summary>The Google Cloud project.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The database of the project.</summary>
    public string DatabaseId { get; init; } = "(default)";

    /// <summary>Whether <see cref="EmulatorHost"/> counts; default: when it is set.</summary>
    public EmulatorDetection EmulatorDetection { get; init; } = EmulatorDetection.EmulatorOrProduction;

    /// <summary>Host and port of an emulator; default: FIRESTORE_EMULATOR_HOST.</summary>
    public string? EmulatorHost { get; init; } = Environment.GetEnvironmentVariable("FIRESTORE_EMULATOR_HOST");

    /// <summary>The identity in production; default: application default credentials.</summary>
    public GoogleCredential? Credential { get; init; }

    /// <summary>The converters of stored types.</summary>
    public ConverterRegistry ConverterRegistry { get; init; } = [];

    /// <summary>The Unix socket of an embedded server in another process.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>A server in this process (EmbeddedFirestore.CreateCallInvoker); wins over all addresses.</summary>
    public CallInvoker? CallInvoker { get; init; }

    /// <summary>The address in production.</summary>
    public string Endpoint { get; init; } = "https://firestore.googleapis.com";

    /// <summary>Changes the HTTP handler before its first use.</summary>
    public Action<SocketsHttpHandler>? ConfigureHandler { get; init; }

    /// <summary>The clock of retries and backoff.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Builds the client; it connects with its first call.</summary>
    public FirestoreDb Build()
    {
        if (CallInvoker is not null)
        {
            return new FirestoreDb(ProjectId, DatabaseId, new V1Firestore.FirestoreClient(CallInvoker), ConverterRegistry, timeProvider: TimeProvider);
        }

        var host = string.IsNullOrWhiteSpace(EmulatorHost) ? null : EmulatorHost.Trim();
        var present = host is not null || UnixSocket is not null;
        if (EmulatorDetection == EmulatorDetection.EmulatorOnly && !present)
        {
            throw new InvalidOperationException("FIRESTORE_EMULATOR_HOST is not set");
        }

        if (EmulatorDetection == EmulatorDetection.ProductionOnly && present)
        {
            throw new InvalidOperationException("FIRESTORE_EMULATOR_HOST is set");
        }

        var emulator = present && EmulatorDetection != EmulatorDetection.None;
        var channel = emulator ? EmulatorChannel(host ?? "localhost") : ProductionChannel(Credential ?? GoogleCredential.GetApplicationDefault());
        return new FirestoreDb(ProjectId, DatabaseId, new V1Firestore.FirestoreClient(channel), ConverterRegistry, emulator, channel, TimeProvider);
    }

    /// <summary>A TLS channel that authorises each call with the credential.</summary>
    public GrpcChannel ProductionChannel(GoogleCredential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        ITokenAccessWithHeaders tokens = credential.IsCreateScopedRequired ? credential.CreateScoped("https://www.googleapis.com/auth/datastore") : credential;
        var call = CallCredentials.FromInterceptor(async (context, metadata) =>
        {
            var token = await tokens.GetAccessTokenWithHeadersForRequestAsync(context.ServiceUrl, context.CancellationToken).ConfigureAwait(false);
            metadata.Add("authorization", $"Bearer {token.AccessToken}");
            foreach (var (key, values) in token.Headers)
            {
                foreach (var value in values)
                {
                    metadata.Add(key.ToLowerInvariant(), value);
                }
            }
        });
        var options = Options(Handler());
        options.Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, call);
        return GrpcChannel.ForAddress(Endpoint, options);
    }

    private GrpcChannel EmulatorChannel(string host)
    {
        var handler = Handler();
        if (UnixSocket is { } path)
        {
            handler.ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, true);
            };
        }

        return GrpcChannel.ForAddress($"http://{host}", Options(handler));
    }

    private SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler
        {
            // A connection carries 100 streams; listeners stay open.
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = TimeSpan.FromSeconds(60),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        ConfigureHandler?.Invoke(handler);
        return handler;
    }

    private static GrpcChannelOptions Options(SocketsHttpHandler handler) => new()
    {
        HttpHandler = handler,
        DisposeHttpClient = true,
        MaxReceiveMessageSize = MaxResponseBytes,
        ServiceConfig = FirestoreRetries.Config(),
        MaxRetryAttempts = FirestoreRetries.MaxAttempts,
    };
}
