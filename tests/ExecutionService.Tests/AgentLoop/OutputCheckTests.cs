using System.Text;
using System.Text.Json;
using ExecutionService.AgentLoop.Steps;

namespace ExecutionService.Tests.AgentLoop;

public sealed class OutputCheckTests
{
    private const string Report = """{ "type": "object", "required": ["title", "score"], "properties": { "title": { "type": "string", "minLength": 1 }, "score": { "type": "number", "minimum": 0 }, "tags": { "type": "array", "items": { "enum": ["a", "b"] }, "uniqueItems": true } }, "additionalProperties": false }""";

    /// <summary>Schemas, answers that satisfy them, and ones that do not with a part of the reason.</summary>
    public static TheoryData<string, string, string?> Answers => new()
    {
        { Report, """{"title":"t","score":1.5,"tags":["a","b"]}""", null },
        { Report, " \n{\"title\":\"t\",\"score\":0}\n ", null },
        { Report, "```json\n{\"title\":\"t\",\"score\":0}\n```", null },
        { Report, "Here it is:\n\n```json\r\n{\"title\":\"t\",\r\n\"score\":0}\r\n```\nThat is all.", null },
        { Report, "```\n{\"title\":\"t\",\"score\":0}\n```", null },
        { Report, """{"title":"has ``` in it","score":0}""", null },
        { Report, """{"title":"t"}""", "score" },
        { Report, """{"title":"","score":0}""", "/title" },
        { Report, """{"title":"t","score":-1}""", "/score" },
        { Report, """{"title":"t","score":"1"}""", "/score" },
        { Report, """{"title":"t","score":1,"extra":1}""", "/extra" },
        { Report, """{"title":"t","score":1,"tags":["a","a"]}""", "/tags" },
        { Report, """{"title":"t","score":1,"tags":["c"]}""", "/tags/0" },
        { Report, "[]", "The document" },
        { Report, "", "one JSON document" },
        { Report, "The title is t.", "not valid JSON" },
        { Report, "Here it is: {\"title\":\"t\",\"score\":0}", "not valid JSON" },
        { Report, """{"title":"t","score":1}{"title":"t","score":1}""", "not valid JSON" },
        { Report, """{"title":"t","score":1,"score":2}""", "not valid JSON" },
        { Report, """{"title":"t","score":1,}""", "not valid JSON" },
        { Report, """{"title":"t","score":NaN}""", "not valid JSON" },
        { Report, "```json\n{\"title\":\"t\",\"score\":0}\n```\n```json\n{\"title\":\"t\",\"score\":0}\n```", "one ```json block" },
        { Report, "```json\n{\"title\":\"t\",\"score\":0}", "one ```json block" },
        { Report, "```yaml\ntitle: t\n```", "one ```json block" },
        { """{ "type": "integer" }""", "1.0", null },
        { """{ "type": "integer" }""", "1.5", "integer" },
        { """{ "const": null }""", "null", null },
        { """{ "const": null }""", "0", "The document" },
        { """{ "type": ["string", "null"] }""", "null", null },
        { """{ "not": { "type": "string" } }""", "\"x\"", "The document" },
        { """{ "oneOf": [{ "type": "string" }, { "minLength": 2 }] }""", "\"xyz\"", "The document" },
        { """{ "if": { "properties": { "a": { "const": 1 } } }, "then": { "required": ["b"] } }""", """{"a":1}""", "b" },
        { """{ "properties": { "a": true }, "unevaluatedProperties": false }""", """{"a":1,"b":2}""", "/b" },
        { """{ "patternProperties": { "^a": { "type": "string" } }, "additionalProperties": false }""", """{"ab":"x"}""", null },
        { """{ "patternProperties": { "^a": { "type": "string" } }, "additionalProperties": false }""", """{"ab":"x","b":1}""", "/b" },
        { """{ "propertyNames": { "maxLength": 2 } }""", """{"abc":1}""", "/abc" },
        { """{ "prefixItems": [{ "type": "string" }], "items": false }""", """["a",1]""", "false schema" },
        { """{ "dependentRequired": { "a": ["b"] } }""", """{"a":1}""", "b" },
        { """{ "contains": { "const": 1 }, "minContains": 2 }""", "[1,2]", "The document" },
        { """{ "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/tree", "type": "object", "properties": { "children": { "items": { "$ref": "#" } }, "name": { "$ref": "#/$defs/a~1b/anyOf/0" } }, "$defs": { "a/b": { "anyOf": [{ "type": "string" }] } } }""", """{"children":[{"children":[],"name":"x"}]}""", null },
        { """{ "type": "object", "properties": { "children": { "items": { "$ref": "#" } } } }""", """{"children":[{"children":[7]}]}""", "/children/0/children/0" },
        { """{ "pattern": "^[a-z]+$" }""", "\"abc\"", null },
        { """{ "pattern": "^[a-z]+$" }""", "\"ABC\"", "The document" },
        { """{ "x-note": 1, "title": "t", "format": "date", "type": "string" }""", "\"not a date\"", null },
        { "{}", "[1,{\"a\":null}]", null },
        { """{ "type": "string" }""", "\"\\ud800\"", "not valid JSON" },
        { """{ "maximum": 5 }""", "1e400", "" },
    };

    /// <summary>Schemas that are refused, and a part of the reason.</summary>
    public static TheoryData<string, string> RefusedSchemas => new()
    {
        { "true", "object" },
        { "[]", "object" },
        { """{ "type": "objekt" }""", "/type" },
        { """{ "minimum": "1" }""", "/minimum" },
        { """{ "properties": { "a": { "maxLength": -1 } } }""", "/properties/a/maxLength" },
        { """{ "required": "a" }""", "/required" },
        { """{ "pattern": "(" }""", "(" },
        { """{ "patternProperties": { "(": {} } }""", "(" },
        { """{ "$ref": "https://example.com/schema" }""", "https://example.com/schema" },
        { """{ "$ref": "https://json-schema.org/draft/2020-12/schema" }""", "stays inside" },
        { """{ "properties": { "a": { "items": { "$ref": "other.json#/a" } } } }""", "other.json" },
        { """{ "$ref": "#/$defs/missing" }""", "nowhere" },
        { """{ "$ref": "#name", "$defs": { "a": { "$anchor": "name" } } }""", "stays inside" },
        { """{ "$dynamicRef": "#a", "$defs": { "a": { "$dynamicAnchor": "a" } } }""", "$dynamicRef" },
        { """{ "$schema": "http://json-schema.org/draft-07/schema#" }""", "2020-12" },
        { """{ "$schema": "https://example.com/dialect" }""", "2020-12" },
        { """{ "$defs": { "a": { "$schema": "http://json-schema.org/draft-07/schema#" } } }""", "$schema" },
        { """{ "items": { "$id": "https://example.com/elsewhere", "$ref": "#" } }""", "$id" },
        { """{ "$ref": "#" }""", "itself" },
        { """{ "$ref": "#/$defs/a", "$defs": { "a": { "allOf": [{ "$ref": "#/$defs/b" }] }, "b": { "anyOf": [{ "$ref": "#/$defs/a" }] } } }""", "" },
        { """{ "$defs": { "a": { "not": { "$ref": "#/$defs/a" } } } }""", "itself" },
        { """{ "properties": { "x": { "if": { "$ref": "#/properties/x" } } } }""", "itself" },
        { Doubling(30), "too long" },
        { $$"""{ "description": "{{new string('d', 16_384)}}" }""", "16384 characters" },
        { string.Concat(Enumerable.Repeat("""{"not":""", 33)) + "{}" + new string('}', 33), "32" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_judged_by_its_document(string schema, string answer, string? reason)
    {
        var why = OutputCheck.WhyNot(JsonElement.Parse(schema), answer);

        if (reason is null)
        {
            Assert.Null(why);
        }
        else
        {
            Assert.NotNull(why);
            Assert.Contains(reason, why, StringComparison.Ordinal);
            Assert.InRange(why.Length, 1, 2000);
        }
    }

    [Theory]
    [MemberData(nameof(RefusedSchemas))]
    public void A_schema_that_cannot_be_used_is_refused_with_the_reason(string schema, string reason)
    {
        var why = OutputCheck.WhyNotSchema(JsonElement.Parse(schema));

        Assert.NotNull(why);
        Assert.Contains(reason, why, StringComparison.Ordinal);
        Assert.Contains("outputSchema", OutputCheck.WhyNot(JsonElement.Parse(schema), "{}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Schemas_that_satisfying_answers_have_are_taken() =>
        Assert.All(Answers, row => Assert.Null(OutputCheck.WhyNotSchema(JsonElement.Parse(row.Data.Item1))));

    [Fact]
    public void The_document_of_an_answer_can_be_taken_out()
    {
        Assert.Equal("{\"a\":1}", OutputCheck.DocumentOf("Well:\n```json\n{\"a\":1}\n```\n"));
        Assert.Equal("[1]", OutputCheck.DocumentOf(" [1] "));
        Assert.Null(OutputCheck.DocumentOf("  "));
    }

    [Theory]
    [InlineData("""{ "pattern": "^(a+)+$" }""", "takes too long")]
    [InlineData("""{ "patternProperties": { "^(a+)+$": true } }""", "takes too long")]
    public void A_pattern_that_never_ends_is_cut_off(string schema, string reason)
    {
        var text = new string('a', 60) + "!";
        var document = schema.Contains("patternProperties", StringComparison.Ordinal) ? $$"""{"{{text}}":1}""" : $"\"{text}\"";

        Assert.Contains(reason, OutputCheck.WhyNot(JsonElement.Parse(schema), document), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_that_would_cost_too_much_is_refused_before_it_is_judged()
    {
        var branching = """{ "allOf": [{ "properties": { "a": { "$ref": "#" } } }, { "properties": { "a": { "$ref": "#" } } }] }""";
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40);
        Assert.Contains("too long", OutputCheck.WhyNot(JsonElement.Parse(branching), deep), StringComparison.Ordinal);

        var many = "[" + string.Join(',', Enumerable.Range(0, 5_000)) + "]";
        Assert.Contains("too long", OutputCheck.WhyNot(JsonElement.Parse("""{ "uniqueItems": true }"""), many), StringComparison.Ordinal);
        Assert.Null(OutputCheck.WhyNot(JsonElement.Parse("""{ "items": { "type": "integer" } }"""), many));

        Assert.Contains("at most", OutputCheck.WhyNot(JsonElement.Parse("{}"), new string(' ', OutputCheck.MaxAnswerCharacters + 1)), StringComparison.Ordinal);
        Assert.Contains("not valid JSON", OutputCheck.WhyNot(JsonElement.Parse("{}"), new string('[', 100_000)), StringComparison.Ordinal);
    }

    /// <summary>A small schema in which each part refers to the next twice.</summary>
    private static string Doubling(int times)
    {
        var parts = new StringBuilder("""{ "$ref": "#/$defs/d0", "$defs": { """);
        for (var n = 0; n < times; n++)
        {
            parts.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""  "d{{n}}": { "allOf": [{ "$ref": "#/$defs/d{{n + 1}}" }, { "$ref": "#/$defs/d{{n + 1}}" }] }, """);
        }

        return parts.Append(System.Globalization.CultureInfo.InvariantCulture, $$""" "d{{times}}": {} } }""").ToString();
    }
}
