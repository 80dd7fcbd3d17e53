using Studio.Domain.Images;
using Studio.Services;

namespace Studio.Images;

/// <summary>How images are said to people.</summary>
static class ImageWords
{
    /// <summary>The name without its registry where it has one: <c>team/app:1</c>, or <c>no name</c>.</summary>
    public static string Short(ImageView view) =>
        view.Name == view.Image.Id ? "no name" : ServiceWords.ShortImage(view.Name);

    /// <summary>The twelve digits by which the engine's own tools call an image.</summary>
    public static string ShortId(string id)
    {
        const int Prefix = 7;
        const int Digits = 12;
        return id.Length > Prefix + Digits ? id.Substring(Prefix, Digits) : id;
    }

    /// <summary>How many there are: <c>1 image</c>, <c>3 images</c>.</summary>
    public static string Count(int images) => images == 1 ? "1 image" : $"{images} images";
}
