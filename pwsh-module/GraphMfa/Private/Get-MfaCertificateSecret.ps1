function Get-MfaCertificateSecret {
    # The secret argument of a certificate file, PFX or PEM, as bytes. Gives Secret, or Fault.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Path,

        [Parameter(Position = 1)]
        [AllowNull()]
        [securestring] $Password
    )
    try { $bytes = [System.IO.File]::ReadAllBytes($Path) }
    catch { return @{ Fault = New-MfaFault -Code invalidInput -Message "The certificate file '$Path' cannot be read: $($_.Exception.GetBaseException().Message)" -Remedy 'Check the path and who may read it' } }
    $text = [System.Text.Encoding]::ASCII.GetString($bytes)
    $document = [ordered] @{}
    if ($text.Contains('-----BEGIN ')) { $document['pem'] = $text }
    else { $document['pfx'] = [System.Convert]::ToBase64String($bytes) }
    if ($null -ne $Password) {
        $clear = ConvertTo-MfaSecretBytes $Password
        $document['password'] = [System.Text.Encoding]::UTF8.GetString($clear)
        [System.Array]::Clear($clear, 0, $clear.Length)
    }
    [System.Array]::Clear($bytes, 0, $bytes.Length)
    @{ Fault = $null; Secret = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $document)) }
}
