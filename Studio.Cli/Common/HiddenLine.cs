using System.Text;

namespace Studio.Cli.Common;

/// <summary>A line typed at a terminal that does not show it.</summary>
internal static class HiddenLine
{
    public static string Read()
    {
        var line = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    return line.ToString();
                case ConsoleKey.Backspace when line.Length > 0:
                    line.Length--;
                    break;
                case var _ when !char.IsControl(key.KeyChar):
                    line.Append(key.KeyChar);
                    break;
            }
        }
    }
}
