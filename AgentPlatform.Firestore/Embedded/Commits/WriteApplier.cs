using Google.Cloud.Firestore.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using FieldTransform = Google.Cloud.Firestore.V1.DocumentTransform.Types.FieldTransform;
using Kind = Google.Cloud.Firestore.V1.Value.ValueTypeOneofCase;
using Transform = Google.Cloud.Firestore.V1.DocumentTransform.Types.FieldTransform.TransformTypeOneofCase;
using Value = Google.Cloud.Firestore.V1.Value;

namespace AgentPlatform.Firestore.Embedded;

/// <summary>What a write makes of a document; pure: it copies what it takes from the request, and shares with the document before what it leaves as it was.</summary>
internal static class WriteApplier
{
    private const int MaxDocumentBytes = 1_048_576;
    private const int NumberOrder = 2;

    public static string NameOf(Write write) => write.OperationCase switch
    {
        Write.OperationOneofCase.Update => write.Update.Name,
        Write.OperationOneofCase.Delete => write.Delete,
        Write.OperationOneofCase.Transform => write.Transform.Document,
        _ => throw RpcErrors.Create(StatusCode.InvalidArgument, "A write has no operation."),
    };

    public static void CheckPrecondition(V1Precondition? precondition, Document? document, string name)
    {
        switch (precondition?.ConditionTypeCase)
        {
            case V1Precondition.ConditionTypeOneofCase.Exists when precondition.Exists && document is null:
                throw RpcErrors.Create(StatusCode.NotFound, $"No document to update: {name}");
            case V1Precondition.ConditionTypeOneofCase.Exists when !precondition.Exists && document is not null:
                throw RpcErrors.Create(StatusCode.AlreadyExists, $"Document already exists: {name}");
            case V1Precondition.ConditionTypeOneofCase.UpdateTime when document is null || CommitClock.Micros(document.UpdateTime) != CommitClock.Micros(precondition.UpdateTime):
                throw RpcErrors.Create(StatusCode.FailedPrecondition, $"the stored version does not match the required base version: {name}");
        }
    }

    /// <summary>The document after the write, with its times; a write that changes nothing keeps the update time.</summary>
    public static Document? Apply(Write write, Document? before, string name, PbTimestamp time, V1WriteResult result)
    {
        if (write.OperationCase == Write.OperationOneofCase.Delete)
        {
            return null;
        }

        var after = Merge(write, before, name);
        foreach (var transform in write.UpdateTransforms.Concat(write.Transform?.FieldTransforms ?? []))
        {
            ApplyTransform(after, transform, time, result);
        }

        var same = before is not null && before.Fields.Equals(after.Fields);
        after.CreateTime = before?.CreateTime ?? time;
        after.UpdateTime = same ? before!.UpdateTime : time;
        result.UpdateTime = after.UpdateTime;
        return after.CalculateSize() <= MaxDocumentBytes
            ? after
            : throw RpcErrors.Create(StatusCode.InvalidArgument, $"Document '{name}' is larger than {MaxDocumentBytes} bytes.");
    }

    private static Document Merge(Write write, Document? before, string name)
    {
        if (write.OperationCase == Write.OperationOneofCase.Update && write.UpdateMask is null)
        {
            var whole = write.Update.Clone();
            whole.Name = name;
            return whole;
        }

        var merged = new Document { Name = name };
        foreach (var (key, value) in before?.Fields ?? [])
        {
            merged.Fields.Add(key, value);
        }

        foreach (var path in write.UpdateMask?.FieldPaths ?? [])
        {
            var segments = FieldPath.SplitEncoded(path);
            Own(merged, segments);
            if (write.Update.Fields.TryGetField(segments, out var value))
            {
                merged.Fields.Put(segments, value!.Clone());
            }
            else
            {
                merged.Fields.Remove(segments);
            }
        }

        return merged;
    }

    /// <summary>A map below which something changes is no longer that of the document before.</summary>
    private static void Own(Document document, string[] path)
    {
        if (path.Length > 1 && document.Fields.TryGetValue(path[0], out var map))
        {
            document.Fields[path[0]] = map.Clone();
        }
    }

    private static void ApplyTransform(Document document, FieldTransform transform, PbTimestamp time, V1WriteResult result)
    {
        var path = FieldPath.SplitEncoded(transform.FieldPath);
        Own(document, path);
        document.Fields.TryGetField(path, out var current);
        var value = Transformed(transform, current, time).Clone();
        document.Fields.Put(path, value);
        var isArray = transform.TransformTypeCase is Transform.AppendMissingElements or Transform.RemoveAllFromArray;
        result.TransformResults.Add(isArray ? new Value { NullValue = NullValue.NullValue } : value);
    }

    private static Value Transformed(FieldTransform transform, Value? current, PbTimestamp time) => transform.TransformTypeCase switch
    {
        // Production gives milliseconds.
        Transform.SetToServerValue => new Value { TimestampValue = CommitClock.Time(CommitClock.Micros(time) / 1000 * 1000) },
        Transform.Increment => Sum(current, transform.Increment),
        Transform.Maximum => IsNumber(current) && ValueComparer.Instance.Compare(current, transform.Maximum) >= 0 ? current! : transform.Maximum,
        Transform.Minimum => IsNumber(current) && ValueComparer.Instance.Compare(current, transform.Minimum) <= 0 ? current! : transform.Minimum,
        Transform.AppendMissingElements => new Value { ArrayValue = Union(current?.ArrayValue, transform.AppendMissingElements) },
        Transform.RemoveAllFromArray => new Value { ArrayValue = Without(current?.ArrayValue, transform.RemoveAllFromArray) },
        _ => throw RpcErrors.Create(StatusCode.InvalidArgument, "Unknown transform"),
    };

    private static ArrayValue Union(ArrayValue? current, ArrayValue added)
    {
        var union = current?.Clone() ?? new ArrayValue();
        foreach (var value in added.Values)
        {
            if (!union.Values.Any(v => ValueComparer.AreEqual(v, value)))
            {
                union.Values.Add(value);
            }
        }

        return union;
    }

    private static ArrayValue Without(ArrayValue? current, ArrayValue removed) =>
        new() { Values = { (current?.Values ?? []).Where(v => !removed.Values.Any(r => ValueComparer.AreEqual(v, r))) } };

    private static Value Sum(Value? current, Value by)
    {
        if (!IsNumber(current))
        {
            return by;
        }

        if (current!.ValueTypeCase == Kind.IntegerValue && by.ValueTypeCase == Kind.IntegerValue)
        {
            return new Value { IntegerValue = (long)Int128.Clamp((Int128)current.IntegerValue + by.IntegerValue, long.MinValue, long.MaxValue) };
        }

        return new Value { DoubleValue = ToDouble(current) + ToDouble(by) };
    }

    private static bool IsNumber(Value? value) => value is not null && ValueComparer.TypeOrder(value) == NumberOrder;

    private static double ToDouble(Value value) => value.ValueTypeCase == Kind.IntegerValue ? value.IntegerValue : value.DoubleValue;
}
