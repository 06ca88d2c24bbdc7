function New-MfaClient {
    # A client of the native library. Gives Handle, or Fault.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory)]
        [System.Collections.IDictionary] $Config,

        # The secret argument; it is cleared.
        [AllowNull()]
        [byte[]] $Secret
    )
    $native = $script:GraphMfa.Native
    $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $Config))
    $length = 0
    if ($null -ne $Secret) { $length = $Secret.Length }
    [uint64] $client = 0
    try {
        $status = $native::gmfa_client_new($body, [System.UIntPtr]::new([uint64] $body.Length), $Secret, [System.UIntPtr]::new([uint64] $length), [ref] $client)
    }
    finally {
        if ($null -ne $Secret) { [System.Array]::Clear($Secret, 0, $Secret.Length) }
    }
    if ($status -ne 0) { return @{ Fault = Get-MfaNativeFault $status; Handle = 0 } }
    @{ Fault = $null; Handle = $client }
}
