function Resume-MfaRun {
    <#
    .SYNOPSIS
    Goes on with a run where its journal ends.

    .DESCRIPTION
    Resume-MfaRun reads the journal of a run that was stopped, or whose process died, and does what is left of it: nothing
    that was proven done is repeated, and nobody is left out. What is done for each person, and the case, are those of the
    journal. With -RetryFailed it also tries those again for whom it failed or who are partial.

    It gives what Start-MfaRun gives: the people who end now, and a summary of the whole run, earlier parts included.

    A journal that another process still writes is left alone; one that is damaged is refused.

    It asks before it acts, with the number of people who are left. Without a console it needs -Confirm:$false or -Force.

    .PARAMETER Journal
    The journal. Binds from the pipeline, as the summary of a run and the output of Get-ChildItem do.

    .PARAMETER RetryFailed
    Tries again whom it failed for, and who is partial.

    .PARAMETER ThrottleLimit
    How many people are in hand at once, at most: 1 to 300.

    .PARAMETER JournalSink
    A script block that gets a copy of the journal while it is written, as Connect-Mfa -JournalSink does: what came to it
    is on the disk already. When it fails, the run stops.

    .PARAMETER StopAfterFailures
    Ends the run, so that it can be resumed, when so many people have failed.

    .PARAMETER TimeLimit
    Begins nobody new after this time. Those in hand are finished, and the rest is for Resume-MfaRun: a runbook that may
    run for three hours gives a little less.

    .PARAMETER AsPlainText
    Gives passes as text instead of as SecureStrings.

    .PARAMETER DeliverPass
    A script block that delivers a pass: it gets the object with the pass as its argument, and what comes out has none. It
    also gets the passes of those who were in hand when the command is stopped.

    .PARAMETER Force
    Skips the question. It overrides no guard and no refusal.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .PARAMETER WhatIf
    Says how many people are left, and writes nothing.

    .PARAMETER Confirm
    Asks before it begins. -Confirm:$false acts without a question.

    .INPUTS
    System.String, or an object with the property Journal, File, FullName or PSPath.

    .OUTPUTS
    GraphMfa.RunPerson for each person, then GraphMfa.RunSummary

    .EXAMPLE
    Resume-MfaRun -Journal run.jsonl

    Goes on with a run, after a question.

    .EXAMPLE
    Resume-MfaRun run.jsonl -RetryFailed -TimeLimit 2:45:00 -Force

    Goes on in a runbook, tries again what failed, and stops in time for the next.

    .LINK
    Start-MfaRun

    .LINK
    Test-MfaProof

    .LINK
    about_GraphMfa_Run
    #>
    [CmdletBinding(PositionalBinding = $false, SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('GraphMfa.RunPerson', 'GraphMfa.RunSummary')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('File', 'FullName', 'PSPath')]
        [ValidateNotNullOrEmpty()]
        [string] $Journal,

        [Parameter()]
        [switch] $RetryFailed,

        [Parameter()]
        [ValidateRange(1, 300)]
        [int] $ThrottleLimit,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $JournalSink,

        [Parameter()]
        [ValidateRange(1, 1000000)]
        [int] $StopAfterFailures,

        [Parameter()]
        [ValidateScript({ $_ -ge [timespan]::Zero -and $_.TotalMilliseconds -le [uint32]::MaxValue })]
        [timespan] $TimeLimit,

        [Parameter()]
        [switch] $AsPlainText,

        [Parameter()]
        [ValidateNotNull()]
        [scriptblock] $DeliverPass,

        [Parameter()]
        [switch] $Force,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $refusal = Get-MfaConsentError $PSCmdlet -Force $Force.IsPresent -WhatIf $WhatIfPreference -ConfirmPreference $ConfirmPreference
        if ($null -ne $refusal) { $PSCmdlet.ThrowTerminatingError($refusal) }
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
        if ($Force -and -not $PSBoundParameters.ContainsKey('Confirm')) { $ConfirmPreference = 'None' }
        # Whoever is asked, or asks, hears how many people are left.
        $planned = $WhatIfPreference -or [string] $ConfirmPreference -ne 'None'
    }
    process {
        $file = Resolve-MfaFile $PSCmdlet $Journal $resolved.Entry
        $whom = $file
        if ($planned) {
            $looked = Invoke-MfaRequest $resolved.Entry ([ordered] @{ operation = 'verifyJournal'; file = $file }) $file
            if ($null -ne $looked.Error) {
                Write-MfaError $PSCmdlet $looked
                return
            }
            $whom = "$file`: $($looked.Response.unfinished) people are left"
        }
        $more = ''
        if ($RetryFailed) { $more = ', and those are tried again for whom it failed' }
        if (-not $PSCmdlet.ShouldProcess("Go on with the run of $whom$more", "Go on with the run of $whom$($more)?", $file)) { return }
        $request = [ordered] @{ operation = 'resumeRun'; file = $file }
        if ($RetryFailed) { $request['retryFailed'] = $true }
        Add-MfaRunLimit $request $PSBoundParameters
        Invoke-MfaRun $PSCmdlet $resolved.Entry $request -DeliverPass $DeliverPass -JournalSink $JournalSink | ForEach-Object -Process {
            if ($_.ContainsKey('Person')) { ConvertTo-MfaRunPerson $_.Person -AsPlainText $AsPlainText.IsPresent -DeliverPass $DeliverPass }
            elseif ($_.ContainsKey('BadRow')) { Write-MfaBadRow $_.BadRow }
            elseif ($null -ne $_.Error) { Write-MfaError $PSCmdlet $_ }
            else {
                $_.Summary
                $fault = Get-MfaRunFault $_.Summary
                if ($null -ne $fault) { Write-MfaError $PSCmdlet @{ Error = New-MfaErrorRecord $fault; Ends = $false } }
            }
        }
    }
}
