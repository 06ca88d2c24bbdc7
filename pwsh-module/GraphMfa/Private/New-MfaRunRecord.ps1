function New-MfaRunRecord {
    # What this process remembers of a run, for Get-MfaRun and Stop-MfaRun: its job while it goes on, how far it is, and its
    # summary. It names nobody, and a hundred of them are kept.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param(
        # The request that begins or resumes the run.
        [Parameter(Mandatory, Position = 0)]
        [System.Collections.IDictionary] $Request,

        [Parameter(Mandatory, Position = 1)]
        [hashtable] $Entry,

        # Gets a copy of what is written to the journal.
        [Parameter()]
        [AllowNull()]
        [scriptblock] $Sink
    )
    $record = [hashtable]::Synchronized(@{
            Job       = [uint64] 0
            Native    = $Entry.Native
            ContextId = Get-MfaField $Entry.Context 'ContextId'
            File      = $Request['file']
            Local     = $null -eq $Entry.Sink
            Each      = $null
            StartedAt = [datetime]::UtcNow
            Progress  = $null
            Response  = $null
            Ended     = $false
            Sink      = $Sink
            SinkCall  = 'create'
            SinkFrom  = [int64] 0
            SinkFault = $null
        })
    if ($Request.Contains('each')) { $record.Each = $Request['each']['operation'] }
    if ($Request['operation'] -eq 'resumeRun') { $record.SinkCall = 'replace' }
    $table = Get-MfaRunTable
    [void] $table.Add($record)
    while ($table.Count -gt 100 -and $table[0].Ended) { $table.RemoveAt(0) }
    $record
}
