function Export-MfaProof {
    <#
    .SYNOPSIS
    Makes a page or a table of what the journal of a run proves.

    .DESCRIPTION
    Export-MfaProof writes for an auditor who did what, for whom, on whose behalf, when, and with which outcome: as a page
    that can be read and printed, or as a table with one row a person. Numbers and addresses are masked, and no pass is in
    it. It tells at its top whether the journal is as it was written.

    It needs no connection, and never overwrites a file.

    .PARAMETER Path
    The journal. Binds from the pipeline, as the summary of a run does.

    .PARAMETER Destination
    The file to write, which must not exist yet.

    .PARAMETER Format
    Html or Csv. Without it, what the name of the destination ends with; else Html.

    .PARAMETER ExpectHead
    The hash that the run told at its end, in Head of its summary. A journal that was shortened, or rewritten as a whole,
    has another one.

    .PARAMETER Context
    The context to use. None is needed: a journal is checked without a tenant.

    .INPUTS
    System.String, or an object with the property Journal, File, FullName or PSPath; Head of a run's summary is expected.

    .OUTPUTS
    GraphMfa.JournalReport: what the proof rests on

    .EXAMPLE
    Export-MfaProof run.jsonl -Destination proof.html

    Writes a page for the auditor.

    .EXAMPLE
    $result = Start-MfaRun -Path people.csv -Operation Reset -Force; $result[-1] | Export-MfaProof -Destination proof.csv

    Writes a table of the run that has just ended, and demands that the journal is that run's.

    .LINK
    Test-MfaProof

    .LINK
    about_GraphMfa_Run
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.JournalReport')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('Journal', 'File', 'FullName', 'PSPath')]
        [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter(Mandatory)]
        [ValidateNotNullOrEmpty()]
        [string] $Destination,

        [Parameter()]
        [ValidateSet('Html', 'Csv')]
        [string] $Format,

        [Parameter(ValueFromPipelineByPropertyName)]
        [Alias('Head')]
        [AllowEmptyString()]
        [string] $ExpectHead,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin { Use-MfaCallerPreference $PSCmdlet }
    process {
        $chosen = $Format
        if (-not $chosen) {
            $chosen = 'html'
            if ($Destination -like '*.csv') { $chosen = 'csv' }
        }
        $request = [ordered] @{ operation = 'exportProof'; format = $chosen.ToLowerInvariant() }
        if ($ExpectHead) { $request['expectHead'] = $ExpectHead }
        $result = Invoke-MfaJournalRequest -Cmdlet $PSCmdlet -Request $request -File ([ordered] @{ file = $Path; to = $Destination }) -Context $Context
        if ($null -ne $result.Error) {
            Write-MfaError $PSCmdlet $result
            return
        }
        $report = ConvertTo-MfaRunSummary $result.Response 'GraphMfa.JournalReport'
        Add-Member -InputObject $report -NotePropertyName File -NotePropertyValue $request['file'] -PassThru
    }
}
