using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ExecutionService.Schemas;

/// <summary>
/// Goes the ways that the validator could go, without judging, and refuses when they are too many, too deep or without end: the
/// validator cannot be stopped, and a stack that overflows ends the process. An upper bound: it goes every branch.
/// </summary>
internal sealed class SchemaCost(JsonElement root)
{
    /// <summary>Pairs of a schema and a value that may meet; the validator takes some microseconds for each.</summary>
    private const int Budget = 200_000;

    /// <summary>Such pairs inside each other: each takes some hundred bytes of stack.</summary>
    private const int MaxDepth = 400;

    /// <summary>What a millisecond of matching text costs: two seconds are the whole budget.</summary>
    private const int CostOfMillisecond = 100;

    public static readonly JsonElement Null = JsonElement.Parse("null");

    private static readonly TimeSpan MatchPatience = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<string, Regex> _patterns = new(StringComparer.Ordinal);
    private long _spent;

    /// <summary>Goes through a document.</summary>
    /// <exception cref="SchemaRefusedException">It would cost too much.</exception>
    public void Spend(JsonElement document) => Visit(root, document, 0);

    /// <summary>Goes through every schema in the schema as far as it leads without a document: finds what refers to itself.</summary>
    /// <exception cref="SchemaRefusedException">It would cost too much.</exception>
    public void SpendEverywhere() => VisitEverywhere(root);

    private void VisitEverywhere(JsonElement schema)
    {
        Visit(schema, Null, 0);
        foreach (var part in SchemaParts.Of(schema))
        {
            VisitEverywhere(part.Schema);
        }
    }

    private void Visit(JsonElement schema, JsonElement value, int depth)
    {
        Pay(1);
        if (depth > MaxDepth)
        {
            throw new SchemaRefusedException("It refers to itself, or its parts lie too deep inside each other.");
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        PayForKeywords(schema, value);
        foreach (var part in SchemaParts.Of(schema))
        {
            VisitPart(part, value, depth + 1);
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            Visit(SchemaReference.Follow(root, reference), value, depth + 1);
        }
    }

    private void VisitPart(SchemaPart part, JsonElement value, int depth)
    {
        if (part.Place == SchemaPlace.Same)
        {
            Visit(part.Schema, value, depth);
        }
        else if (part.Place == SchemaPlace.Items && value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Visit(part.Schema, item, depth);
            }
        }
        else if (part.Place != SchemaPlace.Nowhere && value.ValueKind == JsonValueKind.Object)
        {
            VisitMembers(part, value, depth);
        }
    }

    private void VisitMembers(SchemaPart part, JsonElement value, int depth)
    {
        if (part.Place == SchemaPlace.NamedMember)
        {
            if (value.TryGetProperty(part.Name!, out var named))
            {
                Visit(part.Schema, named, depth);
            }

            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (part.Place == SchemaPlace.Names)
            {
                Visit(part.Schema, JsonSerializer.SerializeToElement(member.Name), depth);
            }
            else if (part.Place == SchemaPlace.Members || Matches(part.Name!, member.Name))
            {
                Visit(part.Schema, member.Value, depth);
            }
        }
    }

    private void PayForKeywords(JsonElement schema, JsonElement value)
    {
        if (schema.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array)
        {
            Pay(choices.GetArrayLength());
        }

        if (schema.TryGetProperty("pattern", out var pattern) && pattern.ValueKind == JsonValueKind.String)
        {
            Matches(pattern.GetString()!, value.ValueKind == JsonValueKind.String ? value.GetString()! : "");
        }

        if (schema.TryGetProperty("uniqueItems", out var unique) && unique.ValueKind == JsonValueKind.True && value.ValueKind == JsonValueKind.Array)
        {
            // Each item is compared with each.
            Pay((long)value.GetArrayLength() * value.GetArrayLength());
        }
    }

    /// <summary>Matches as the validator does, but not for ever.</summary>
    private bool Matches(string pattern, string text)
    {
        if (!_patterns.TryGetValue(pattern, out var regex))
        {
            _patterns[pattern] = regex = new Regex(pattern, RegexOptions.ECMAScript, MatchPatience);
        }

        var started = Stopwatch.GetTimestamp();
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new SchemaRefusedException($"The pattern '{pattern}' takes too long.");
        }
        finally
        {
            Pay((long)(Stopwatch.GetElapsedTime(started).TotalMilliseconds * CostOfMillisecond));
        }
    }

    private void Pay(long cost)
    {
        _spent += cost;
        if (_spent > Budget)
        {
            throw new SchemaRefusedException("It would take too long: fewer parts, references or items are needed.");
        }
    }
}
