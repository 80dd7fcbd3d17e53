using System.Globalization;
using System.Text;

namespace Studio.Logs;

/// <summary>A run of text that looks alike.</summary>
/// <param name="Class">Style classes such as <c>ansi-1 ansi-bold</c>; null: as the rest of the page.</param>
readonly record struct AnsiRun(string Text, string? Class);

/// <summary>
/// Colours of a terminal as runs of text, for a page that shows text and nothing else: sequences that do anything but colour are left
/// out, and control characters are shown as what they are. See
/// <see href="https://ecma-international.org/publications-and-standards/standards/ecma-48/">ECMA-48</see>, SGR.
/// </summary>
static class AnsiText
{
    const char Esc = '\u001b';
    const int Pictures = 0x2400;

    /// <summary>The sixteen colours that the style sheet has, near enough to tell which of them another one is like.</summary>
    static readonly (int Red, int Green, int Blue)[] _palette =
    [
        (0, 0, 0),
        (205, 0, 0),
        (0, 205, 0),
        (205, 205, 0),
        (0, 0, 238),
        (205, 0, 205),
        (0, 205, 205),
        (229, 229, 229),
        (127, 127, 127),
        (255, 0, 0),
        (0, 255, 0),
        (255, 255, 0),
        (92, 92, 255),
        (255, 0, 255),
        (0, 255, 255),
        (255, 255, 255),
    ];

    public static List<AnsiRun> Parse(string line)
    {
        List<AnsiRun> runs = [];
        StringBuilder text = new();
        Look look = default;
        for (var place = 0; place < line.Length; place++)
        {
            var letter = line[place];
            if (letter == Esc)
            {
                var (last, colours) = Skip(line, place);
                place = last;
                if (colours is null)
                    continue;
                Flush();
                look = look.Change(colours);
            }
            else if (letter == '\r' && place + 1 < line.Length && line[place + 1] == '\n')
                continue;
            else if (letter is < ' ' and not ('\t' or '\n') or '\u007f')
                text.Append((char)(letter == '\u007f' ? Pictures + 0x21 : Pictures + letter));
            else
                text.Append(letter);
        }

        Flush();
        return runs;

        void Flush()
        {
            if (text.Length > 0)
                runs.Add(new(text.ToString(), look.Class));
            text.Clear();
        }
    }

    /// <summary>The line as it reads.</summary>
    public static string Plain(string line) => string.Concat(Parse(line).Select(run => run.Text));

    /// <returns>The last character of the sequence, and its parameters when it sets colours.</returns>
    static (int Last, string? Colours) Skip(string line, int start)
    {
        var place = start + 1;
        if (place >= line.Length)
            return (start, null);
        switch (line[place])
        {
            case '[':
                var begin = ++place;
                while (place < line.Length && line[place] is >= ' ' and < '@')
                    place++;
                return place < line.Length && line[place] == 'm' ? (place, line[begin..place]) : (place, null);
            // Commands of an operating system, up to BEL or ESC \: titles, links, the clipboard.
            case ']' or 'P' or '^' or '_' or 'X':
                while (place < line.Length && line[place] != '\a')
                {
                    if (line[place] == Esc && place + 1 < line.Length && line[place + 1] == '\\')
                        return (place + 1, null);
                    place++;
                }

                return (place, null);
            default:
                while (place < line.Length && line[place] is >= ' ' and < '0')
                    place++;
                return (place, null);
        }
    }

    readonly record struct Look(int? Front, int? Back, bool Bold, bool Dim, bool Italic, bool Underline, bool Inverse)
    {
        public string? Class
        {
            get
            {
                var (front, back) = Inverse ? (Back ?? 0, Front ?? 7) : (Front, Back);
                string?[] classes =
                [
                    front is null ? null : $"ansi-{front}",
                    back is null ? null : $"ansi-on-{back}",
                    Bold ? "ansi-bold" : null,
                    Dim ? "ansi-dim" : null,
                    Italic ? "ansi-italic" : null,
                    Underline ? "ansi-underline" : null,
                ];
                var set = string.Join(' ', classes.OfType<string>());
                return set.Length > 0 ? set : null;
            }
        }

        public Look Change(string parameters)
        {
            var look = this;
            var codes = parameters.Split(';', ':');
            for (var place = 0; place < codes.Length; place++)
            {
                if (!int.TryParse(codes[place], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                    code = 0;
                look = code switch
                {
                    0 => default,
                    1 => look with { Bold = true },
                    2 => look with { Dim = true },
                    3 => look with { Italic = true },
                    4 => look with { Underline = true },
                    7 => look with { Inverse = true },
                    22 => look with { Bold = false, Dim = false },
                    23 => look with { Italic = false },
                    24 => look with { Underline = false },
                    27 => look with { Inverse = false },
                    >= 30 and <= 37 => look with { Front = code - 30 },
                    38 => look with { Front = Extended(codes, ref place) },
                    39 => look with { Front = null },
                    >= 40 and <= 47 => look with { Back = code - 40 },
                    48 => look with { Back = Extended(codes, ref place) },
                    49 => look with { Back = null },
                    >= 90 and <= 97 => look with { Front = code - 90 + 8 },
                    >= 100 and <= 107 => look with { Back = code - 100 + 8 },
                    _ => look,
                };
            }

            return look;
        }

        /// <summary>One of 256 colours, or of all: the nearest of the sixteen, whose contrast is known in both themes.</summary>
        static int? Extended(string[] codes, ref int place)
        {
            var kind = Code(codes, ++place);
            if (kind == 5)
                return Of256(Code(codes, ++place));
            if (kind != 2)
                return null;
            var colour = (Code(codes, place + 1), Code(codes, place + 2), Code(codes, place + 3));
            place += 3;
            return Nearest(colour);
        }

        static int Code(string[] codes, int place) =>
            place < codes.Length && byte.TryParse(codes[place], out var code) ? code : 0;

        static int Of256(int code)
        {
            if (code < 16)
                return code;
            if (code >= 232)
                return Nearest((8 + ((code - 232) * 10), 8 + ((code - 232) * 10), 8 + ((code - 232) * 10)));
            var cube = code - 16;
            return Nearest((Level(cube / 36), Level(cube / 6 % 6), Level(cube % 6)));

            static int Level(int step) => step == 0 ? 0 : 55 + (step * 40);
        }

        static int Nearest((int Red, int Green, int Blue) colour) =>
            _palette.Select((one, number) => (Far(one, colour), number)).MinBy(one => one.Item1).number;

        static int Far((int Red, int Green, int Blue) one, (int Red, int Green, int Blue) other) =>
            ((one.Red - other.Red) * (one.Red - other.Red))
            + ((one.Green - other.Green) * (one.Green - other.Green))
            + ((one.Blue - other.Blue) * (one.Blue - other.Blue));
    }
}
