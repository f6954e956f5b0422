using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentPlatform.ServiceDefaults.Json;

/// <summary>JSON as the public contract has it: camelCase, UTC instants ending in Z, unknown members refused.</summary>
public static class JsonDefaults
{
    /// <summary>For bodies that callers send and receive.</summary>
    public static readonly JsonSerializerOptions Strict = Freeze(Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web)));

    /// <summary>For what the platform itself stored or sent: members that a newer version added are skipped.</summary>
    public static readonly JsonSerializerOptions Lenient = Freeze(new JsonSerializerOptions(Strict) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip });

    /// <summary>Applies the contract's rules to <paramref name="options"/>.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.AllowDuplicateProperties = false;
        options.Converters.Add(new UtcInstantConverter());
        return options;
    }

    private static JsonSerializerOptions Freeze(JsonSerializerOptions options)
    {
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
