function Clear-MfaSuggestion {
    # Forgets what the tenant said for the Tab key, and ends what it was still asked.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [hashtable] $Entry
    )
    $kept = $Entry['Suggested']
    if ($null -eq $kept) { return }
    $native = $Entry.Native
    foreach ($key in @($kept.Keys)) {
        $held = $kept[$key]
        if ($null -ne $held -and $held.Job -ne 0) {
            [void] $native::gmfa_job_cancel($held.Job)
            [void] $native::gmfa_job_free($held.Job)
        }
    }
    $kept.Clear()
}
