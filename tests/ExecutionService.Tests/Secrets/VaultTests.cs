using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using AgentPlatform.Firestore;
using AgentPlatform.Testing.Http;
using AgentPlatform.Testing.Services;
using ExecutionService.Secrets;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ExecutionService.Tests.Secrets;

public sealed class VaultTests
{
    private const string Value = "the value of the secret";
    private const string Body = $$"""{"value":"{{Value}}","hosts":["api.example.com"]}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_is_made_replaced_listed_and_deleted_and_its_value_never_answered()
    {
        await using var app = await ExecutionApp.StartAsync();

        Assert.Equal("""201 {"name":"API_KEY","hosts":["api.example.com"],"createdAt":"2026-11-22T05:00:00Z","updatedAt":"2026-11-22T05:00:00Z"}""", await Answers.ReadAsync(app.Http, HttpMethod.Put, "/api/secrets/API_KEY", Body));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("""200 {"name":"API_KEY","hosts":["*.example.org"],"createdAt":"2026-11-22T05:00:00Z","updatedAt":"2026-11-22T05:01:00Z"}""", await Answers.ReadAsync(app.Http, HttpMethod.Put, "/api/secrets/API_KEY", """{"value":"another","hosts":["*.example.org"]}"""));
        await Answers.ReadAsync(app.Http, HttpMethod.Put, "/api/secrets/TOKEN", Body);
        Assert.Equal(["TOKEN", "API_KEY"], await NamesAsync(app.Http));
        Assert.DoesNotContain(Value, await app.Http.GetStringAsync("/api/secrets", Cancelled), StringComparison.Ordinal);
        Assert.Equal("204", await Answers.ReadAsync(app.Http, HttpMethod.Delete, "/api/secrets/TOKEN"));
        Assert.Equal("404 not-found", await Answers.ProblemAsync(app.Http, HttpMethod.Delete, "/api/secrets/TOKEN"));
        Assert.Equal(["API_KEY"], await NamesAsync(app.Http));
        Assert.Equal("another", (await Vault(app).FindAsync("user", "API_KEY", Cancelled))?.Value);
    }

    [Fact]
    public async Task The_list_comes_by_pages()
    {
        await using var app = await ExecutionApp.StartAsync();
        foreach (var name in new[] { "A", "B", "C" })
        {
            await Answers.ReadAsync(app.Http, HttpMethod.Put, $"/api/secrets/{name}", Body);
            app.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = JsonNode.Parse(await app.Http.GetStringAsync("/api/secrets?limit=2", Cancelled))!;

        Assert.Equal(["C", "B"], first["items"]!.AsArray().Select(item => (string)item!["name"]!));
        Assert.Equal(["A"], await NamesAsync(app.Http, $"?limit=2&cursor={first["nextCursor"]}"));
    }

    [Theory]
    [InlineData("api_key", Body, "name")]
    [InlineData("1KEY", Body, "name")]
    [InlineData("API-KEY", Body, "name")]
    [InlineData("API_KEY", """{"value":"","hosts":["api.example.com"]}""", "value")]
    [InlineData("API_KEY", """{"value":"a\r\nHost: evil","hosts":["api.example.com"]}""", "value")]
    [InlineData("API_KEY", """{"value":"x","hosts":[]}""", "hosts")]
    [InlineData("API_KEY", """{"value":"x","hosts":["10.0.0.1"]}""", "hosts")]
    [InlineData("API_KEY", """{"value":"x","hosts":["*"]}""", "hosts")]
    [InlineData("API_KEY", """{"value":"x","hosts":["https://api.example.com"]}""", "hosts")]
    [InlineData("API_KEY", """{"value":"x","hosts":["localhost"]}""", "hosts")]
    [InlineData("API_KEY", """{"value":"x","hosts":["a.com","b.com","c.com","d.com","e.com","f.com","g.com","h.com","i.com","j.com","k.com"]}""", "hosts")]
    [InlineData("API_KEY", """{"value":"x","hosts":["api.example.com"],"note":"?"}""", "note")]
    public async Task What_is_wrong_with_a_secret_is_named(string name, string body, string field)
    {
        await using var app = await ExecutionApp.StartAsync();

        Assert.Equal($"400 validation {field}", await Answers.ProblemAsync(app.Http, HttpMethod.Put, $"/api/secrets/{name}", body), ignoreCase: true);
        Assert.Empty(await NamesAsync(app.Http));
    }

    [Fact]
    public async Task Another_users_secret_is_as_one_that_does_not_exist()
    {
        await using var app = await ExecutionApp.StartAsync();
        await Answers.ReadAsync(app.Http, HttpMethod.Put, "/api/secrets/API_KEY", Body);
        var stranger = app.Service.Client("stranger");

        Assert.Empty(await NamesAsync(stranger));
        Assert.Equal(await Answers.ReadAsync(stranger, HttpMethod.Delete, "/api/secrets/UNKNOWN"), await Answers.ReadAsync(stranger, HttpMethod.Delete, "/api/secrets/API_KEY"));
        Assert.Null(await Vault(app).FindAsync("stranger", "API_KEY", Cancelled));
        Assert.StartsWith("201", await Answers.ReadAsync(stranger, HttpMethod.Put, "/api/secrets/API_KEY", """{"value":"theirs","hosts":["api.example.org"]}"""), StringComparison.Ordinal);
        Assert.Equal((Value, "theirs"), ((await Vault(app).FindAsync("user", "API_KEY", Cancelled))?.Value, (await Vault(app).FindAsync("stranger", "API_KEY", Cancelled))?.Value));
    }

    [Fact]
    public async Task A_user_has_only_so_many()
    {
        await using var app = await ExecutionApp.StartAsync(settings: ("Secrets:MaxPerUser", "1"));
        await Answers.ReadAsync(app.Http, HttpMethod.Put, "/api/secrets/A", Body);

        Assert.Equal("409 conflict", await Answers.ProblemAsync(app.Http, HttpMethod.Put, "/api/secrets/B", Body));
        Assert.StartsWith("200", await Answers.ReadAsync(app.Http, HttpMethod.Put, "/api/secrets/A", Body), StringComparison.Ordinal);
        Assert.StartsWith("201", await Answers.ReadAsync(app.Service.Client("stranger"), HttpMethod.Put, "/api/secrets/B", Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_store_holds_ciphertext_that_is_worth_nothing_under_another_name_or_user()
    {
        await using var store = new MortalStore();
        using var db = store.Connect();
        var vault = Replica(db);
        await vault.PutAsync("user", "API_KEY", Value, ["api.example.com"], Cancelled);
        await vault.PutAsync("user", "OTHER", "x", ["api.example.com"], Cancelled);
        await vault.PutAsync("stranger", "API_KEY", "y", ["evil.example.com"], Cancelled);
        var secrets = (await db.Collection("secrets").GetSnapshotAsync(Cancelled)).Documents;
        var mine = secrets.Single(secret => secret.GetValue<string>("userId") == "user" && secret.GetValue<string>("name") == "API_KEY");
        var ciphertext = mine.GetValue<byte[]>("value");

        Assert.All(secrets, secret => Assert.DoesNotContain(secret.ToDictionary().Values, value => value is string text && text.Contains(Value, StringComparison.Ordinal)));
        Assert.True(ciphertext.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Value)) < 0 && ciphertext.Length > Value.Length);
        foreach (var other in secrets.Where(secret => secret.Id != mine.Id))
        {
            await other.Reference.UpdateAsync("value", ciphertext, null, Cancelled);
        }

        Assert.Null(await vault.FindAsync("user", "OTHER", Cancelled));
        Assert.Null(await vault.FindAsync("stranger", "API_KEY", Cancelled));
        Assert.Equal(Value, (await vault.FindAsync("user", "API_KEY", Cancelled))?.Value);
    }

    [Fact]
    public async Task Every_replica_reads_what_another_has_encrypted()
    {
        await using var store = new MortalStore();
        using var db = store.Connect();
        var replicas = new[] { Replica(db), Replica(db), Replica(db) };

        // At once, so that each may make a key of its own.
        await Task.WhenAll(replicas.Select((replica, n) => Task.Run(() => replica.PutAsync("user", $"S{n}", $"value {n}", ["api.example.com"], Cancelled), Cancelled)));

        foreach (var replica in replicas.Append(Replica(db)))
        {
            Assert.Equal(["value 0", "value 1", "value 2"], (await replica.ReadAsync("user", ["S0", "S1", "S2"], Cancelled)).Select(secret => secret.Value));
        }
    }

    [Fact]
    public async Task A_store_that_is_away_is_not_taken_for_a_secret_that_is_gone()
    {
        var lifeline = new Lifeline();
        await using var store = new MortalStore();
        using var db = store.Connect();
        using var mortal = store.Connect(lifeline);
        await Replica(db).PutAsync("user", "API_KEY", Value, ["api.example.com"], Cancelled);
        var ciphertext = (await db.Collection("secrets").GetSnapshotAsync(Cancelled)).Documents[0].GetValue<byte[]>("value");
        var ring = new SecretKeyRing(mortal, new FakeTimeProvider(ExecutionApp.Start), Options.Create(new SecretOptions()));
        lifeline.CutNow();

        Assert.Throws<RpcException>(() => ring.Unprotect("user", "API_KEY", ciphertext));
        Assert.Throws<RpcException>(() => ring.Protect("user", "API_KEY", Value));
    }

    [Fact]
    public async Task The_keys_may_be_in_a_folder_and_then_the_store_alone_tells_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("keys-");
        await using var store = new MortalStore();
        using var db = store.Connect();
        var options = new SecretOptions { KeyRingDirectory = Path.Combine(folder.FullName, "ring") };
        await Replica(db, options).PutAsync("user", "API_KEY", Value, ["api.example.com"], Cancelled);

        Assert.Empty((await db.Collection("dataProtectionKeys").GetSnapshotAsync(Cancelled)).Documents);
        Assert.Equal(Convert.ToInt32("700", 8), (int)new DirectoryInfo(options.KeyRingDirectory).UnixFileMode);
        Assert.Null(await Replica(db).FindAsync("user", "API_KEY", Cancelled));
        Assert.Equal(Value, (await Replica(db, options).FindAsync("user", "API_KEY", Cancelled))?.Value);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_keys_may_be_encrypted_with_a_certificate()
    {
        var folder = Directory.CreateTempSubdirectory("keys-");
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Key ring", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var options = new SecretOptions { KeyRingCertificatePath = Path.Combine(folder.FullName, "ring.pem") };
        await File.WriteAllTextAsync(options.KeyRingCertificatePath, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n", Cancelled);
        await using var store = new MortalStore();
        using var db = store.Connect();
        await Replica(db, options).PutAsync("user", "API_KEY", Value, ["api.example.com"], Cancelled);

        var stored = Assert.Single((await db.Collection("dataProtectionKeys").GetSnapshotAsync(Cancelled)).Documents).GetValue<string>("xml");

        Assert.Contains("EncryptedData", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", stored, StringComparison.Ordinal);
        Assert.Equal(Value, (await Replica(db, options).FindAsync("user", "API_KEY", Cancelled))?.Value);
        Assert.Null(await Replica(db).FindAsync("user", "API_KEY", Cancelled));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_body_that_is_logged_does_not_tell_its_value()
    {
        Assert.DoesNotContain(Value, $"{new AgentPlatform.Contracts.Secrets.PutSecretRequest { Value = Value, Hosts = ["api.example.com"] }} {new SecretValue("API_KEY", Value, [])}", StringComparison.Ordinal);
    }

    private static SecretVault Vault(ExecutionApp app) => app.Service.Services.GetRequiredService<SecretVault>();

    private static SecretVault Replica(FirestoreDb db, SecretOptions? options = null)
    {
        var (clock, given) = (new FakeTimeProvider(ExecutionApp.Start), Options.Create(options ?? new SecretOptions()));
        return new SecretVault(new SecretStore(db), new SecretKeyRing(db, clock, given), clock, given, NullLogger<SecretVault>.Instance);
    }

    private static async Task<IEnumerable<string>> NamesAsync(HttpClient http, string query = "")
    {
        using var answer = await http.GetAsync($"/api/secrets{query}", Cancelled);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancelled))!["items"]!.AsArray().Select(item => (string)item!["name"]!)];
    }
}
