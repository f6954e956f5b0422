using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Makes up a value of letters and digits.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Its length.</summary>
    public int MinLength { get; set; }

    /// <summary>Whether it has other characters than letters and digits; here it never has.</summary>
    public bool Special { get; set; } = true;

    /// <inheritdoc />
    public override string GetDefaultValue() => RandomNumberGenerator.GetString(Letters, MinLength);
}
