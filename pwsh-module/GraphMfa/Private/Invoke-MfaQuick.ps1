function Invoke-MfaQuick {
    # Asks the library what needs no tenant. Gives Answer, or Fault.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [System.Collections.IDictionary] $Request
    )
    $fault = Initialize-MfaNative
    if ($null -ne $fault) { return @{ Fault = $fault; Answer = $null } }
    $native = $script:GraphMfa.Native
    $body = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $Request))
    $buffer = [System.IntPtr]::Zero
    $size = [System.UIntPtr]::Zero
    $status = $native::gmfa_call($body, [System.UIntPtr]::new([uint64] $body.Length), [ref] $buffer, [ref] $size)
    if ($status -ne 0) { return @{ Fault = Get-MfaNativeFault $status; Answer = $null } }
    @{ Fault = $null; Answer = ConvertFrom-MfaJson (Receive-MfaBuffer -Buffer $buffer -Size $size) }
}
