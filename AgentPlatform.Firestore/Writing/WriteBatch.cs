using Google.Cloud.Firestore.V1;
using Google.Protobuf;
using Grpc.Core;
using FieldTransform = Google.Cloud.Firestore.V1.DocumentTransform.Types.FieldTransform;

namespace AgentPlatform.Firestore;

/// <summary>Writes that are committed together or not at all.</summary>
public sealed class WriteBatch
{
    private readonly FirestoreDb database;

    internal WriteBatch(FirestoreDb database) => this.database = database;

    internal List<Write> Writes { get; } = [];

    /// <summary>Creates a document that must not exist.</summary>
    public WriteBatch Create(DocumentReference documentReference, object documentData)
    {
        var data = Extract(documentData);
        return data.Deletes.Count > 0
            ? throw new ArgumentException("FieldValue.Delete cannot appear in Create", nameof(documentData))
            : Add(new Write { Update = data.Named(documentReference), CurrentDocument = Precondition.MustNotExist.Proto, UpdateTransforms = { data.Transforms } });
    }

    /// <summary>Writes a document, whole or merged.</summary>
    public WriteBatch Set(DocumentReference documentReference, object documentData, SetOptions? options = null)
    {
        options ??= SetOptions.Overwrite;
        var data = Extract(documentData);
        if (!options.Merge)
        {
            return data.Deletes.Count > 0
                ? throw new ArgumentException("FieldValue.Delete needs a merge", nameof(documentData))
                : Add(new Write { Update = data.Named(documentReference), UpdateTransforms = { data.Transforms } });
        }

        return options.Fields.Length > 0
            ? MergeFields(documentReference, data, options.Fields)
            : Add(new Write { Update = data.Named(documentReference), UpdateMask = Mask(data.Leaves.Concat(data.Deletes)), UpdateTransforms = { data.Transforms } });
    }

    /// <summary>Changes fields of a document that must exist, given by dotted paths.</summary>
    public WriteBatch Update(DocumentReference documentReference, IDictionary<string, object?> updates, Precondition? precondition = null) =>
        Update(documentReference, updates.ToDictionary(u => FieldPath.Parse(u.Key), u => u.Value), precondition);

    /// <summary>Changes fields of a document that must exist.</summary>
    public WriteBatch Update(DocumentReference documentReference, IDictionary<FieldPath, object?> updates, Precondition? precondition = null)
    {
        if (updates.Count == 0)
        {
            throw new ArgumentException("Empty update", nameof(updates));
        }

        if (precondition?.Proto is { ConditionTypeCase: V1Precondition.ConditionTypeOneofCase.Exists, Exists: false })
        {
            throw new ArgumentException("Update of a document that must not exist", nameof(precondition));
        }

        CheckNoPrefixes([.. updates.Keys]);
        var document = new Document { Name = documentReference.Path };
        var mask = new List<FieldPath>();
        var transforms = new List<FieldTransform>();
        foreach (var (path, value) in updates)
        {
            AddUpdate(document, mask, transforms, path, value);
        }

        return Add(new Write { Update = document, UpdateMask = Mask(mask), UpdateTransforms = { transforms }, CurrentDocument = (precondition ?? Precondition.MustExist).Proto });
    }

    /// <summary>Deletes a document; without a precondition it may be missing.</summary>
    public WriteBatch Delete(DocumentReference documentReference, Precondition? precondition = null) =>
        Add(new Write { Delete = documentReference.Path, CurrentDocument = precondition?.Proto });

    /// <summary>Commits; the results are in the order of the writes.</summary>
    public Task<IReadOnlyList<WriteResult>> CommitAsync(CancellationToken cancellationToken = default) => CommitAsync(ByteString.Empty, cancellationToken);

    internal async Task<IReadOnlyList<WriteResult>> CommitAsync(ByteString transaction, CancellationToken cancellationToken)
    {
        var request = new CommitRequest { Database = database.RootPath, Writes = { Writes }, Transaction = transaction };
        using var activity = FirestoreTelemetry.Start(database, "Commit", batch: Writes.Count);
        try
        {
            var response = await database.Client.CommitAsync(request, database.Headers, cancellationToken: cancellationToken).ConfigureAwait(false);
            return [.. response.WriteResults.Select(w => new WriteResult(Timestamp.FromProto(w.UpdateTime ?? response.CommitTime)))];
        }
        catch (RpcException exception)
        {
            FirestoreTelemetry.Fail(activity, exception.StatusCode);
            if (exception.StatusCode == StatusCode.ResourceExhausted)
            {
                database.NoteExhausted();
            }

            throw;
        }
    }

    private WriteBatch MergeFields(DocumentReference reference, ExtractedData data, FieldPath[] fields)
    {
        CheckNoPrefixes(fields);
        if (data.Deletes.Any(d => !fields.Contains(d)))
        {
            throw new ArgumentException("FieldValue.Delete in a field that is not merged", nameof(data));
        }

        var document = new Document { Name = reference.Path };
        var mask = new List<FieldPath>();
        var transforms = data.TransformPaths.Zip(data.Transforms).Where(t => fields.Any(f => f.IsPrefixOf(t.First))).ToList();
        foreach (var field in fields)
        {
            if (data.Deletes.Contains(field))
            {
                mask.Add(field);
            }
            else if (data.Document.Fields.TryGetField(field.Segments, out var value))
            {
                document.Fields.Put(field.Segments, value!);
                mask.Add(field);
            }
            else if (transforms.Any(t => field.IsPrefixOf(t.First) && !field.Equals(t.First)))
            {
                mask.Add(field);
            }
            else if (!transforms.Any(t => field.Equals(t.First)))
            {
                throw new ArgumentException($"Merge field {field} is not in the data", nameof(fields));
            }
        }

        return Add(new Write { Update = document, UpdateMask = Mask(mask), UpdateTransforms = { transforms.Select(t => t.Second) } });
    }

    private void AddUpdate(Document document, List<FieldPath> mask, List<FieldTransform> transforms, FieldPath path, object? value)
    {
        if (path.Segments.Length == 0 || path.Segments.Any(s => s.Length == 0))
        {
            throw new ArgumentException("Empty field path component", nameof(path));
        }

        switch (value)
        {
            case FieldValue.Sentinel { Kind: FieldValue.SentinelKind.Delete }:
                break;
            case FieldValue.Sentinel sentinel:
                transforms.Add(ExtractedData.Transform(database.ConverterRegistry, path, sentinel));
                return;
            case IEnumerable<KeyValuePair<string, object?>> map:
                var data = new ExtractedData(database.ConverterRegistry, map, path.Segments);
                if (data.Deletes.Count > 0)
                {
                    throw new ArgumentException("Nested FieldValue.Delete in an update", nameof(value));
                }

                transforms.AddRange(data.Transforms);
                // Without plain fields the mask alone clears the map and the transforms refill it.
                if (data.Document.Fields.Count > 0 || data.Transforms.Count == 0)
                {
                    document.Fields.Put(path.Segments, new Value { MapValue = new MapValue { Fields = { data.Document.Fields } } });
                }

                break;
            default:
                document.Fields.Put(path.Segments, ValueCodec.ToValue(value, database.ConverterRegistry));
                break;
        }

        mask.Add(path);
    }

    private WriteBatch Add(Write write)
    {
        Writes.Add(write);
        return this;
    }

    private ExtractedData Extract(object data)
    {
        if (data is not IEnumerable<KeyValuePair<string, object?>> map)
        {
            map = database.ConverterRegistry.TryTo(data, out var converted) && converted is IEnumerable<KeyValuePair<string, object?>> fields
                ? fields
                : throw new ArgumentException($"No converter to a map for {data.GetType()}", nameof(data));
        }

        return new ExtractedData(database.ConverterRegistry, map);
    }

    private static DocumentMask Mask(IEnumerable<FieldPath> paths) => new() { FieldPaths = { paths.Select(p => p.Encoded).Order(StringComparer.Ordinal) } };

    private static void CheckNoPrefixes(FieldPath[] paths)
    {
        for (var i = 0; i < paths.Length; i++)
        {
            for (var j = 0; j < paths.Length; j++)
            {
                if (i != j && paths[i].IsPrefixOf(paths[j]))
                {
                    throw new ArgumentException($"{paths[i]} is a prefix of {paths[j]}", nameof(paths));
                }
            }
        }
    }
}
