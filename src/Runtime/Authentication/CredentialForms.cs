using System.Net.Http.Headers;
using System.Text;
using Kernel.Model;

namespace Kernel.Runtime.Authentication;

/// <summary>How a credential is given to a component, and how it is shown to others.</summary>
public static class CredentialForms
{
    extension(Credential)
    {
        /// <summary>A principal with the secret of a file; a line break at its end does not count.</summary>
        /// <param name="principal">The principal.</param>
        /// <param name="flag">The flag that names the file, for errors.</param>
        /// <param name="file">A path, or a <c>file://</c> URL.</param>
        /// <exception cref="FormatException">The file cannot be read, or is empty; the message names the flag.</exception>
        public static Credential OfFile(string principal, string flag, string file) =>
            SecretText.Read(flag, file).TrimEnd('\r', '\n') is { Length: > 0 } secret
                ? new(principal, secret)
                : throw new FormatException($"Failed to load flag '{flag}': {file} is empty");
    }

    extension(Credential credential)
    {
        /// <summary>The <c>Authorization</c> header of HTTP Basic (RFC 7617).</summary>
        public AuthenticationHeaderValue ToBasic() => new(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.Principal}:{credential.Secret}")));
    }
}
