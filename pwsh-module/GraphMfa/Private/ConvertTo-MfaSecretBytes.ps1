function ConvertTo-MfaSecretBytes {
    # The UTF-8 bytes of a secret. Whoever asks for them clears them after use.
    [CmdletBinding()]
    [OutputType([byte[]])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Security.SecureString] $Secret
    )
    $marshal = [System.Runtime.InteropServices.Marshal]
    $characters = New-Object char[] $Secret.Length
    $pointer = $marshal::SecureStringToGlobalAllocUnicode($Secret)
    try {
        $marshal::Copy($pointer, $characters, 0, $characters.Length)
        $bytes = [System.Text.Encoding]::UTF8.GetBytes($characters)
    }
    finally {
        $marshal::ZeroFreeGlobalAllocUnicode($pointer)
        [System.Array]::Clear($characters, 0, $characters.Length)
    }
    , $bytes
}
