using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Studio.Domain.Common;

namespace Studio.Domain.Storage;

/// <summary>Ids are stored in their wire form: readable in the database, and in order of time.</summary>
public sealed class WireIdConverter<TId>()
    : ValueConverter<TId, string>(id => WireId.Format(id), text => WireId.Parse<TId>(text))
    where TId : struct, IWireId<TId>;
