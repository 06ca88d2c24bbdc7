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
    $script:GraphMfa.Owned.Remove($ContextId)
    if ($script:GraphMfa.Default -eq $ContextId) { $script:GraphMfa.Default = $null }
    if ($null -ne $entry) {
        Clear-MfaSuggestion $entry
        $native = $entry.Native
        # A run of it in another runspace begins nobody new, finishes whom it has in hand, and tells its summary there.
        foreach ($record in (Get-MfaRunTable).ToArray()) {
            if ($record.ContextId -eq $ContextId -and -not $record.Ended -and $record.Job -ne 0) { [void] $native::gmfa_job_cancel($record.Job) }
        }
        [void] $native::gmfa_client_free($entry.Handle)
    }
}
