using Studio.Domain.Engine;

namespace Studio.Domain.Logs;

/// <summary>Where the reading of an output stands, so that it can begin again there without a line twice.</summary>
sealed class ReadSoFar
{
    int _atLast;
    int _known;
    bool _isAgain;

    /// <summary>The latest time of a record.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>What is read next begins with what was printed at that time.</summary>
    public void Again() => (_isAgain, _known) = (true, _atLast);

    /// <summary>Takes note of the records of a batch.</summary>
    /// <returns>How many at its beginning were read before.</returns>
    public int Take(OutputBatch batch)
    {
        var skip = 0;
        foreach (var record in batch.Records)
        {
            if (_isAgain && (record.At < Last || (record.At == Last && _known-- > 0)))
            {
                skip++;
                continue;
            }

            _isAgain = false;
            if (record.At == Last)
                _atLast++;
            // Two streams are not always recorded in order.
            else if (Last is null || record.At > Last)
                (Last, _atLast) = (record.At, 1);
        }

        return skip;
    }
}
