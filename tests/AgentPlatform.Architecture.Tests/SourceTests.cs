using System.Text.RegularExpressions;
using AgentPlatform.Testing.Services;
using AgentService;
using ChatService;
using ExecutionService;
using Gateway;
using SchedulerService;

namespace AgentPlatform.Architecture.Tests;

public sealed partial class SourceTests
{
    /// <summary>Lines beyond which a file is split by subject.</summary>
    private const int MaxLines = 300;

    public static TheoryData<Type> Services => [typeof(AgentServiceApp), typeof(ChatServiceApp), typeof(ExecutionServiceApp), typeof(GatewayApp), typeof(SchedulerServiceApp)];

    [Fact]
    public void A_collection_is_named_in_one_service_only()
    {
        var owners = Product.Services.Append("AgentPlatform.ServiceDefaults")
            .SelectMany(project => Product.Sources(project).SelectMany(file => CollectionName().Matches(File.ReadAllText(Repository.File(file))).Select(match => (Collection: match.Groups[1].Value, Project: project))))
            .Distinct().GroupBy(owner => owner.Collection).ToList();

        Assert.Contains(owners, owner => owner.Key == "agents");
        Assert.All(owners, owner => Assert.True(owner.Count() == 1, $"The collection {owner.Key} is named in {string.Join(" and ", owner.Select(one => one.Project))}."));
    }

    [Fact]
    public void A_file_is_split_before_it_grows_too_long()
    {
        var tooLong = Product.Sources().Select(file => (File: file, Lines: File.ReadLines(Repository.File(file)).Count())).Where(file => file.Lines > MaxLines);

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Names_say_what_a_thing_is()
    {
        var vague = Product.Sources().SelectMany(file => VagueName().Matches(File.ReadAllText(Repository.File(file))).Select(match => $"{file}: {match.Value}"));

        Assert.Empty(vague);
    }

    [Fact]
    public void Nothing_is_left_undone_in_the_sources()
    {
        var left = Product.Sources().Where(file => LeftUndone().IsMatch(File.ReadAllText(Repository.File(file))));

        Assert.Empty(left);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Of_a_service_only_its_app_its_options_and_the_bodies_it_takes_are_public(Type app)
    {
        var surface = app.Assembly.GetExportedTypes()
            .Where(type => type != app && type != typeof(void) && !type.Name.EndsWith("Options", StringComparison.Ordinal) && type.Namespace?.StartsWith("Microsoft.", StringComparison.Ordinal) != true && type.Name != "Program" && !IsBody(type))
            .Select(type => type.FullName);

        Assert.Empty(surface);
    }

    /// <summary>A record that only holds what a caller sent: the framework validates public ones only.</summary>
    private static bool IsBody(Type type) => type.IsSealed && type.GetMethod("<Clone>$") is not null && type.GetProperties().All(property => property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Length == 1);

    [GeneratedRegex("\\bCollection\\(\"([^\"]+)\"\\)")]
    private static partial Regex CollectionName();

    [GeneratedRegex("\\b(?:class|record|struct|interface|enum)\\s+\\w*(?:Manager|Helper|Helpers|Util|Utils|Utility|Common|Impl|Dto)\\b")]
    private static partial Regex VagueName();

    [GeneratedRegex("\\b(?:TODO|FIXME|HACK|XXX|NotImplementedException)\\b")]
    private static partial Regex LeftUndone();
}
