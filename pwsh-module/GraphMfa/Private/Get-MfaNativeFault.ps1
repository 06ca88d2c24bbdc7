function Get-MfaNativeFault {
    # Why the library's last call on this thread failed.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [int] $Status
    )
    # 11 is the library's word for a handle that was freed.
    if ($Status -eq 11) {
        return New-MfaFault -Code staleContext -Message 'This context is disconnected' -Remedy 'Connect again with Connect-Mfa'
    }
    $native = $script:GraphMfa.Native
    $buffer = [System.IntPtr]::Zero
    $size = [System.UIntPtr]::Zero
    if ($native::gmfa_last_error([ref] $buffer, [ref] $size) -eq 0) {
        $text = Receive-MfaBuffer -Buffer $buffer -Size $size
        if ($text) { return ConvertFrom-MfaJson $text }
    }
    New-MfaFault -Code internal -Message "The native library failed with status $Status and does not say why" -Remedy 'Report it, with what you called'
}
