function Invoke-MfaRun {
    # Does a run, and gives what comes of it as it comes: Person for each who has ended, BadRow for each row that cannot be
    # used, and at the end its Summary, or Error and Ends.
    [CmdletBinding()]
    param(
        # The command.
        [Parameter(Mandatory, Position = 0)]
        [System.Management.Automation.PSCmdlet] $Cmdlet,

        [Parameter(Mandatory, Position = 1)]
        [hashtable] $Entry,

        [Parameter(Mandatory, Position = 2)]
        [System.Collections.IDictionary] $Request,

        [Parameter()]
        [AllowNull()]
        [scriptblock] $DeliverPass,

        # Gets a copy of what is written to the journal.
        [Parameter()]
        [AllowNull()]
        [scriptblock] $JournalSink
    )
    if ($null -ne $JournalSink) {
        $fault = $null
        if ($null -ne $Entry.Sink) { $fault = New-MfaFault -Code invalidInput -Message '-JournalSink copies a journal from the disk, and this context keeps journals elsewhere' -Remedy 'Leave -JournalSink to Connect-Mfa' }
        elseif (-not $Request.Contains('file')) { $fault = New-MfaFault -Code invalidInput -Message 'This run keeps no journal that -JournalSink could copy' -Remedy 'Name a journal with -Journal' }
        if ($null -ne $fault) { return @{ Error = New-MfaErrorRecord $fault; Ends = $true } }
    }
    $record = New-MfaRunRecord $Request $Entry -Sink $JournalSink
    try {
        Invoke-MfaRequest $Entry $Request -PassPart -Record $record -DeliverPass $DeliverPass | ForEach-Object -Process {
            if (-not $_.ContainsKey('Part')) {
                Write-Progress -Activity 'MFA run' -Completed
                if ($null -ne $_.Error) { $_ }
                else { @{ Summary = ConvertTo-MfaRunSummary $_.Response 'GraphMfa.RunSummary'; Error = $null; Ends = $false } }
            }
            elseif ($_.Part.type -eq 'runPeople') { foreach ($person in $_.Part.people) { @{ Person = $person } } }
            elseif ($_.Part.type -eq 'badRows') { foreach ($row in $_.Part.rows) { @{ BadRow = $row } } }
            else { Write-MfaRunNote $Cmdlet (Get-MfaEstimateLine $_.Part.estimate) }
        }
    }
    finally { $record.Ended = $true }
    if ($null -ne $record.SinkFault) {
        $fault = New-MfaFault -Code fileFailed -Message "The script block of -JournalSink failed, so the run was stopped: $($record.SinkFault)" -Subject $record.File `
            -Remedy "The journal is whole in '$($record.File)': Resume-MfaRun -Journal '$($record.File)' goes on"
        @{ Error = New-MfaErrorRecord $fault $record.File; Ends = $true }
    }
}
