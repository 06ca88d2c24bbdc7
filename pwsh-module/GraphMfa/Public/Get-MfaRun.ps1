function Get-MfaRun {
    <#
    .SYNOPSIS
    Tells how runs stand: those of this session, or that of a journal.

    .DESCRIPTION
    Get-MfaRun gives the summaries of the runs of this session, the oldest first: also of those that were stopped by Ctrl+C,
    whose commands could not give any more, and of those that still go on in another runspace or thread job. Bulk commands
    such as Import-Csv people.csv | Reset-MfaUser give outcomes only; their summary is here.

    With -Journal it reads the journal of any run, of this machine or another, of this day or an earlier one, and tells how
    far that run came. No connection is needed.

    Status is done, failed, partial, stopped, or running while it goes on. ExitCode is what a script should end with.

    .PARAMETER Journal
    The journal of a run. Binds from the pipeline, as the output of Get-ChildItem does.

    .PARAMETER Context
    The context to use. None is needed, unless it keeps journals elsewhere than on the disk.

    .INPUTS
    System.String, or an object with the property Journal, File, FullName or PSPath.

    .OUTPUTS
    GraphMfa.RunSummary

    .EXAMPLE
    Get-MfaRun | Select-Object -Last 1 | Format-List

    Shows how the last run of this session ended, or how far it is.

    .EXAMPLE
    Get-MfaRun -Journal run.jsonl

    Tells how far the run of a journal came.

    .EXAMPLE
    Get-ChildItem *.jsonl | Get-MfaRun | Where-Object Unfinished -gt 0 | Resume-MfaRun

    Goes on with every run that is not at its end, after a question for each.

    .LINK
    Stop-MfaRun

    .LINK
    Resume-MfaRun

    .LINK
    about_GraphMfa_Run
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.RunSummary')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('File', 'FullName', 'PSPath')]
        [ValidateNotNullOrEmpty()]
        [string] $Journal,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin { Use-MfaCallerPreference $PSCmdlet }
    process {
        if (-not $Journal) {
            foreach ($record in (Get-MfaRunTable).ToArray()) {
                $state = ConvertTo-MfaRunState $record
                if ($null -eq $state -and $record.Local -and $record.File -and [System.IO.File]::Exists($record.File)) {
                    # It ended without a word; its journal has one.
                    $read = Invoke-MfaJournalRequest -Cmdlet $PSCmdlet -Request ([ordered] @{ operation = 'verifyJournal' }) -File ([ordered] @{ file = $record.File })
                    if ($null -eq $read.Error) { $state = ConvertTo-MfaJournalState $read.Response $record.File (Test-MfaRunLock $record.File) }
                }
                $state
            }
            return
        }
        $request = [ordered] @{ operation = 'verifyJournal' }
        $result = Invoke-MfaJournalRequest -Cmdlet $PSCmdlet -Request $request -File ([ordered] @{ file = $Journal }) -Context $Context
        if ($null -ne $result.Error) {
            Write-MfaError $PSCmdlet $result
            return
        }
        $file = $request['file']
        if (-not $result.Response.intact) {
            $fault = New-MfaFault -Code journalDamaged -Message "$file is not as a run wrote it: $(Get-MfaField $result.Response 'problem')" -Remedy 'Test-MfaProof tells where; a damaged journal is not gone on with' -Subject $file
            Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault $file; Ends = $false }
            return
        }
        foreach ($record in (Get-MfaRunTable).ToArray()) {
            # Of a run that goes on here more is known than is written down.
            if ($record.File -eq $file -and -not $record.Ended) { return ConvertTo-MfaRunState $record }
        }
        ConvertTo-MfaJournalState $result.Response $file (Test-MfaRunLock $file)
    }
}
