using Spectre.Console;
using Studio.Cli.Common;

namespace Studio.Cli.Output;

/// <summary>Tables as <c>docker</c> and <c>kubectl</c> write them. The only file that loads Spectre.Console.</summary>
internal static class TableOutput
{
    // A narrow terminal wraps; Spectre would cut off the ids that people copy.
    private const int Width = 10_000;

    public static Task WriteListAsync<T>(CliHost host, IReadOnlyList<T> items, IReadOnlyList<Column<T>> columns) =>
        WriteAsync(
            host,
            columns.Select(column => column.Header),
            items.Select(item => columns.Select(column => column.Cell(item)))
        );

    public static Task WriteObjectAsync<T>(CliHost host, T item, IReadOnlyList<Column<T>> members) =>
        WriteAsync(host, headers: null, members.Select(member => new[] { member.Header, member.Cell(item) }));

    private static async Task WriteAsync(
        CliHost host,
        IEnumerable<string>? headers,
        IEnumerable<IEnumerable<string?>> rows
    )
    {
        var grid = new Grid();
        var lines = rows.Select(Cells).ToList();
        if (headers is not null)
            lines.Insert(0, Cells(headers));
        foreach (var _ in lines is [var first, ..] ? first : [])
            grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2));
        foreach (var line in lines)
            grid.AddRow(line);

        using var text = new StringWriter();
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(text),
            }
        );
        console.Profile.Width = Width;
        console.Write(grid);
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
            await host.Out.WriteLineAsync(line.TrimEnd());
    }

    private static Text[] Cells(IEnumerable<string?> texts) =>
        [.. texts.Select(text => new Text(string.IsNullOrEmpty(text) ? "-" : PlainText.Of(text)))];
}
