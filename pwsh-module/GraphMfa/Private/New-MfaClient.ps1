function New-MfaClient {
    # A client of the native library. Gives Handle, or Fault.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Config,

        [AllowNull()]
        [securestring] $Secret
    )
    $native = $script:GraphMfa.Native
    $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $Config))
    $bytes = $null
    $length = 0
    if ($null -ne $Secret) {
        $bytes = ConvertTo-MfaSecretBytes $Secret
        $length = $bytes.Length
    }
    [uint64] $client = 0
    try {
        $status = $native::gmfa_client_new($body, [System.UIntPtr]::new([uint64] $body.Length), $bytes, [System.UIntPtr]::new([uint64] $length), [ref] $client)
    }
    finally {
        if ($null -ne $bytes) { [System.Array]::Clear($bytes, 0, $bytes.Length) }
    }
    if ($status -ne 0) { return @{ Fault = Get-MfaNativeFault $status; Handle = 0 } }
    @{ Fault = $null; Handle = $client }
}
