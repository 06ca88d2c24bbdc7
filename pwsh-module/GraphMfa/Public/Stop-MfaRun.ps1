function Stop-MfaRun {
    <#
    .SYNOPSIS
    Asks a run to stop: one of this session, or the one that writes a journal.

    .DESCRIPTION
    Stop-MfaRun does what Ctrl+C does, from elsewhere: nobody new is begun, those in hand come to their end, and what is
    done is written down. The run can be resumed; nothing is lost, so it does not ask.

    Without -Journal it stops the runs of this session that go on in other runspaces and thread jobs. With -Journal it stops
    the run that writes this journal, in whichever process of any machine: it makes a file beside it, with the journal's
    name and .stop behind it, for which every run looks each ten seconds.

    .PARAMETER Journal
    The journal of the run. Binds from the pipeline, as the output of Get-MfaRun does.

    .PARAMETER Wait
    Waits until the run has stopped, and gives its summary.

    .INPUTS
    System.String, or an object with the property Journal, File, FullName or PSPath.

    .OUTPUTS
    None; with -Wait GraphMfa.RunSummary

    .EXAMPLE
    Stop-MfaRun

    Stops the runs of this session.

    .EXAMPLE
    Stop-MfaRun -Journal run.jsonl -Wait

    Stops the run of a scheduled task, from another window, and tells how far it came.

    .LINK
    Get-MfaRun

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
        [switch] $Wait
    )
    begin { Use-MfaCallerPreference $PSCmdlet }
    process {
        $file = $null
        if ($Journal) { $file = $Journal }
        $running = @(foreach ($record in (Get-MfaRunTable).ToArray()) {
                if ($record.Ended -or $record.Job -eq 0) { continue }
                if ($null -eq $file -or $record.File -eq $file -or $record.File -eq $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($file)) { $record }
            })
        foreach ($record in $running) { [void] $record.Native::gmfa_job_cancel($record.Job) }
        if ($running.Count -eq 0 -and $null -ne $file) {
            # Another process: it and this one have the folder of the journal in common.
            $file = $PSCmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath($file)
            if (-not (Test-MfaRunLock $file)) {
                $fault = New-MfaFault -Code invalidInput -Message "No run writes $file, so there is none to stop" -Remedy 'Get-MfaRun -Journal tells how far its run came' -Subject $file
                Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault $file; Ends = $false }
                return
            }
            try { [System.IO.File]::WriteAllText("$file.stop", '') }
            catch {
                $fault = New-MfaFault -Code fileFailed -Message "$file.stop cannot be made: $($_.Exception.GetBaseException().Message)" -Remedy 'See that this account may write in the folder of the journal' -Subject $file
                Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault $file; Ends = $false }
                return
            }
        }
        if (-not $Wait) { return }
        foreach ($record in $running) {
            while (-not $record.Ended) { Start-Sleep -Milliseconds 100 }
            if ($record.File) { Get-MfaRun -Journal $record.File }
            else { ConvertTo-MfaRunState $record }
        }
        if ($running.Count -eq 0 -and $null -ne $file) {
            while (Test-MfaRunLock $file) { Start-Sleep -Milliseconds 100 }
            Get-MfaRun -Journal $file
        }
    }
}
