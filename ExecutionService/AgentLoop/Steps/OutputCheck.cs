using System.Globalization;
using System.Text.Json;
using AgentPlatform.ServiceDefaults.Definitions;
using ExecutionService.Schemas;
using Json.Schema;

namespace ExecutionService.AgentLoop.Steps;

/// <summary>
/// Whether an answer is the JSON document that an agent's schema (draft 2020-12) asks for. Pure, and bounded in time and size: what
/// could keep the validator busy for long, or make it recurse without end, is refused before it is asked.
/// </summary>
internal static class OutputCheck
{
    /// <summary>Characters of an answer at most.</summary>
    public const int MaxAnswerCharacters = 262_144;

    private const int MaxErrors = 5;
    private const int MaxErrorCharacters = 300;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>The document in an answer: the whole answer, or what its only block fenced as <c>json</c> holds; null when there is none.</summary>
    public static string? DocumentOf(string answer)
    {
        var bare = answer.Trim();
        return bare.Contains("```", StringComparison.Ordinal) ? JsonFence.ContentOf(bare) ?? (IsJson(bare) ? bare : null) : bare.Length > 0 ? bare : null;
    }

    /// <summary>Null when the answer's document satisfies the schema, else why not: for the model that is to answer again, and for people.</summary>
    public static string? WhyNot(JsonElement schema, string answer)
    {
        if (answer.Length > MaxAnswerCharacters)
        {
            return $"The answer has {answer.Length} characters; at most {MaxAnswerCharacters} can be checked against the schema.";
        }

        if (WhyNotSchema(schema) is { } reason)
        {
            return $"The agent's schema (runtime.outputSchema) cannot be used. {reason}";
        }

        if (DocumentOf(answer) is not { } text)
        {
            return "The answer must be one JSON document: bare, or in one ```json block.";
        }

        try
        {
            var document = JsonElement.Parse(text, Reading);
            // Texts are read only when they are used: half a surrogate pair comes to light here.
            JsonSerializer.SerializeToUtf8Bytes(document);
            new SchemaCost(schema).Spend(document);
            var result = Build(schema).Evaluate(document, Options());
            return result.IsValid ? null : $"The JSON document does not satisfy the schema. {Describe(result)}";
        }
        catch (JsonException exception)
        {
            return exception.LineNumber is { } line ? $"The answer is not valid JSON (line {line + 1}, byte {exception.BytePositionInLine})." : "The answer is not valid JSON: a text in it is not Unicode.";
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            return $"The JSON document cannot be checked against the schema. {Shorten(exception.Message)}";
        }
    }

    /// <summary>Null when the schema can be used, else why not.</summary>
    public static string? WhyNotSchema(JsonElement schema)
    {
        if (SchemaShape.WhyNot(schema) is { } reason)
        {
            return reason;
        }

        try
        {
            SchemaTerms.Check(schema);
            if (MetaSchemas.Draft202012.Evaluate(schema, Options()) is { IsValid: false } result)
            {
                return $"It is no JSON Schema of draft 2020-12. {Describe(result)}";
            }

            new SchemaCost(schema).SpendEverywhere();
            Build(schema).Evaluate(SchemaCost.Null, Options());
            return null;
        }
        catch (Exception exception) when (IsRefusal(exception) || exception is JsonException)
        {
            return Shorten(exception.Message);
        }
    }

    /// <summary>Its own registry: schemas of agents do not know each other.</summary>
    private static JsonSchema Build(JsonElement schema) => JsonSchema.Build(schema, new BuildOptions { SchemaRegistry = new SchemaRegistry(), Dialect = Dialect.Draft202012 });

    private static EvaluationOptions Options() => new() { OutputFormat = OutputFormat.List, Culture = CultureInfo.InvariantCulture };

    private static bool IsJson(string text)
    {
        try
        {
            JsonElement.Parse(text, Reading);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>What the validator throws at a schema or a document that it cannot take; numbers beyond its range and half a surrogate pair among it.</summary>
    private static bool IsRefusal(Exception exception) =>
        exception is SchemaRefusedException or JsonSchemaException or RefResolutionException or ArgumentException or FormatException or InvalidOperationException or OverflowException or System.Text.RegularExpressions.RegexMatchTimeoutException;

    private static string Describe(EvaluationResults result)
    {
        var errors = (result.Details ?? []).Prepend(result)
            .Where(detail => detail.Errors is { Count: > 0 })
            .SelectMany(detail => detail.Errors!.Values, (detail, message) => $"{(detail.InstanceLocation.ToString() is { Length: > 0 } at ? at : "The document")}: {Shorten(message)}.")
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (errors.Count == 0)
        {
            return "The document: it is excluded by a not, a oneOf or a condition.";
        }

        return string.Join(" ", errors.Take(MaxErrors)) + (errors.Count > MaxErrors ? $" ({errors.Count - MaxErrors} more)" : "");
    }

    private static string Shorten(string text) => AgentPlatform.Llm.Excerpt.Of(text, MaxErrorCharacters);
}
