function Remove-MfaContext {
    # Forgets a context and frees its native client. Freeing twice is harmless.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $ContextId
    )
    $table = Get-MfaContextTable
    $entry = $table[$ContextId]
    $table.Remove($ContextId)
    [void] $script:GraphMfa.Owned.Remove($ContextId)
    if ($script:GraphMfa.Default -eq $ContextId) { $script:GraphMfa.Default = $null }
    if ($null -ne $entry) {
        Clear-MfaSuggestion $entry
        $native = $entry.Native
        [void] $native::gmfa_client_free($entry.Handle)
    }
}
