using System.Reflection;
using System.Text.Json.Nodes;
using AgentPlatform.Contracts.Messages;

namespace AgentPlatform.Contracts.Tests;

public sealed class MessageTests
{
    private static readonly Assembly Contracts = typeof(AgentDeleted).Assembly;
    private static readonly NullabilityInfoContext Nullability = new();

    [Fact]
    public void The_committed_shapes_of_the_messages_are_those_of_the_code()
    {
        var shapes = new JsonObject();
        var waiting = new Queue<Type>(Messages());
        var seen = new SortedDictionary<string, Type>(StringComparer.Ordinal);

        while (waiting.TryDequeue(out var type))
        {
            if (seen.TryAdd(type.FullName!, type))
            {
                foreach (var property in Properties(type))
                {
                    foreach (var part in Parts(property.PropertyType).Where(part => part.Assembly == Contracts))
                    {
                        waiting.Enqueue(part);
                    }
                }
            }
        }

        foreach (var (name, type) in seen)
        {
            shapes[name["AgentPlatform.Contracts.".Length..]] = new JsonObject(Properties(type).Select(property => KeyValuePair.Create(property.Name, (JsonNode?)Describe(property))));
        }

        Snapshot.Matches(shapes, "docs", "messages.json");
    }

    [Fact]
    public void Messages_are_sealed_records_without_a_base()
    {
        Assert.All(Messages(), message =>
        {
            Assert.True(message.IsSealed, message.Name);
            Assert.Equal(typeof(object), message.BaseType);
            Assert.NotNull(message.GetMethod("<Clone>$"));
        });
    }

    [Fact]
    public void Contracts_hold_no_behaviour_but_converters_and_rules_for_members()
    {
        var own = Contracts.GetTypes()
            .Where(type => type.IsPublic && !type.IsAssignableTo(typeof(System.Text.Json.Serialization.JsonConverter)) && !type.IsAssignableTo(typeof(System.ComponentModel.DataAnnotations.ValidationAttribute)))
            .SelectMany(type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(method => !method.IsSpecialName && method.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null && method.Name is not "PrintMembers" and not "ToString" and not "GetHashCode" and not "Equals" and not "<Clone>$" and not "Deconstruct")
                .Select(method => $"{type.Name}.{method.Name}"));

        Assert.Empty(own);
    }

    private static IEnumerable<Type> Messages() => Contracts.GetTypes().Where(type => type.Namespace == typeof(AgentDeleted).Namespace && type.IsPublic).OrderBy(type => type.Name, StringComparer.Ordinal);

    private static PropertyInfo[] Properties(Type type) => type.GetProperties(BindingFlags.Instance | BindingFlags.Public);

    private static IEnumerable<Type> Parts(Type type) => type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts) : [type];

    private static string Describe(PropertyInfo property)
    {
        var nullable = Nullable.GetUnderlyingType(property.PropertyType) is not null || Nullability.Create(property).ReadState == NullabilityState.Nullable;
        return Name(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) + (nullable ? "?" : "");
    }

    private static string Name(Type type) => type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
}
