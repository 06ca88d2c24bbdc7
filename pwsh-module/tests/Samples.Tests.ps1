# Each sample as its user runs it: in a process of its own, without a console.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $shell = (Get-Process -Id $PID).Path
    $samples = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', 'samples'))
    $keys = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'tests', 'support', 'keys'))
    $clientId = '8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f001'
    $nora = 'nora.lind@fabrikam.example'
    $erik = 'erik.dahl@fabrikam.example'
    $chief = 'chief@fabrikam.example'

    function Set-SampleScenario {
        $permissions = 'User.Read.All', 'UserAuthenticationMethod.ReadWrite.All', 'User.RevokeSessions.All', 'RoleManagement.Read.Directory', 'GroupMember.Read.All', 'PrivilegedEligibilitySchedule.Read.AzureADGroup', 'AuditLog.Read.All'
        $scenario = Get-TestScenario
        $scenario['users'] += @{ displayName = 'Chief'; userPrincipalName = $chief; roles = @('Global Administrator'); methods = @(@{ kind = 'phone' }) }
        # The samples reckon from today.
        $scenario['now'] = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')
        $scenario['audits'][0]['at'] = [datetime]::UtcNow.AddDays(-2).ToString('yyyy-MM-ddTHH:mm:ssZ')
        $scenario['identity'] = @{ header = 'the-header-of-the-host' }
        $scenario['applications'] = @(
            @{ name = 'Runbook'; permissions = $permissions; managedIdentity = @{} }
            @{ name = 'Task'; clientId = $clientId; permissions = $permissions; certificates = @(@{ pem = Get-Content -LiteralPath (Join-Path -Path $keys -ChildPath '../../simulator/tests/keys/desk.cert.pem') -Raw }) }
        )
        Set-TestScenario $tenant $scenario
    }

    function ConvertTo-Literal {
        param([string] $Text)
        "'" + $Text.Replace("'", "''") + "'"
    }

    function Invoke-Sample {
        # Runs a sample in a fresh process. Its objects, what it said, its errors and its exit code.
        param([string] $Name, [System.Collections.IDictionary] $With)
        $lines = @(
            # The tests' own plumbing: the tenant, and where the module is.
            "`$env:PSModulePath = $(ConvertTo-Literal (Split-Path -Path (Get-TestModule) -Parent)) + [System.IO.Path]::PathSeparator + `$env:PSModulePath"
            "`$env:IDENTITY_ENDPOINT = $(ConvertTo-Literal ($tenant.Identity + '/msi/token'))"
            "`$env:IDENTITY_HEADER = 'the-header-of-the-host'"
            "`$env:AZUREPS_HOST_ENVIRONMENT = 'AzureAutomation'"
            "`$global:PSDefaultParameterValues = @{ 'Connect-Mfa:GraphEndpoint' = '$($tenant.Graph)'; 'Connect-Mfa:LoginEndpoint' = '$($tenant.Login)'; 'Connect-Mfa:TestDelayScale' = 0.001 }"
            "`$given = @{}"
            foreach ($key in $With.Keys) {
                if ($With[$key] -is [bool]) { "`$given['$key'] = `$$($With[$key])" }
                else { "`$given['$key'] = $(ConvertTo-Literal ([string] $With[$key]))" }
            }
            "& $(ConvertTo-Literal (Join-Path -Path $samples -ChildPath $Name)) @given | ForEach-Object -Process { 'object ' + (ConvertTo-Json -InputObject `$_ -Compress -Depth 3) }"
        )
        $encoded = [System.Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($lines -join "`n"))
        $start = New-Object -TypeName System.Diagnostics.ProcessStartInfo
        $start.FileName = $shell
        $start.Arguments = "-NoProfile -NonInteractive -EncodedCommand $encoded"
        # A host started by dotnet is named by its own assembly.
        if ([System.IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { $start.Arguments = '"' + [System.Environment]::GetCommandLineArgs()[0] + '" ' + $start.Arguments }
        $start.UseShellExecute = $false
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        $errors = $process.StandardError.ReadToEndAsync()
        $said = @($process.StandardOutput.ReadToEnd() -split "`r?`n")
        $process.WaitForExit()
        @{
            Objects = @($said | Where-Object -FilterScript { $_ -like 'object *' } | ForEach-Object -Process { ConvertFrom-Json -InputObject $_.Substring(7) })
            Said    = @($said | Where-Object -FilterScript { $_ -and $_ -notlike 'object *' }) -join "`n"
            # The lines of an error are broken where the window ends.
            Errors  = ($errors.Result -replace '\x1b\[[0-9;]*m', '') -replace '\s+\|?\s*', ' '
            Exit    = $process.ExitCode
        }
    }
}

AfterAll { Stop-TestTenant $tenant }

Describe 'Reset-PeopleFromCsv' {
    BeforeEach { Set-SampleScenario }

    It 'resets everybody in the parameter, and ends with a summary' {
        $ran = Invoke-Sample 'Reset-PeopleFromCsv.ps1' @{ Csv = "UserPrincipalName;Name`n$nora;Nora`n$erik;Erik"; RequestedBy = 'Ada, service desk' }
        $ran.Errors | Should -BeNullOrEmpty
        $ran.Exit | Should -Be 0
        $ran.Objects.Count | Should -Be 3
        ($ran.Objects[0..1] | ForEach-Object -Process { $_.Outcome }) | Should -Be @('done', 'done')
        $ran.Objects[2].Done | Should -Be 2
        $ran.Objects[2].NotDone | Should -Be 0
        $ran.Objects[2].Journal | Should -Exist
        @((Get-TenantUser $tenant $nora).methods | Where-Object -FilterScript { $_.kind -eq 'phone' }).Count | Should -Be 0
    }

    It 'does the others when one is refused, says so on the error stream and ends in a failure' {
        $ran = Invoke-Sample 'Reset-PeopleFromCsv.ps1' @{ Csv = "UserPrincipalName`n$chief`n$nora"; RequestedBy = 'Ada' }
        $ran.Exit | Should -Not -Be 0
        $ran.Objects[-1].Done | Should -Be 1
        $ran.Objects[-1].NotDone | Should -Be 1
        $ran.Errors | Should -Match '1 of 2 people are not done'
        # The administrator kept everything.
        @((Get-TenantUser $tenant $chief).methods | Where-Object -FilterScript { $_.kind -eq 'phone' }).Count | Should -Be 1
    }

    It 'writes nothing in a preview' {
        $ran = Invoke-Sample 'Reset-PeopleFromCsv.ps1' @{ Csv = "UserPrincipalName`n$nora"; RequestedBy = 'Ada'; Preview = $true }
        $ran.Exit | Should -Be 0
        $ran.Objects | Should -BeNullOrEmpty
        $ran.Said | Should -Match 'What if'
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }
}

Describe 'Reset-PeopleFromFolder' {
    It 'signs in with a certificate, resumes what was interrupted and puts away what is done' {
        Set-SampleScenario
        $folder = Join-Path -Path $TestDrive -ChildPath 'drop'
        $null = New-Item -ItemType Directory -Path $folder
        Set-Content -LiteralPath (Join-Path -Path $folder -ChildPath 'monday.csv') -Value 'UserPrincipalName', $nora, $erik
        $with = @{ Folder = $folder; TenantId = $tenant.TenantId; ClientId = $clientId; CertificatePath = (Join-Path -Path $keys -ChildPath 'desk.pem'); RequestedBy = 'Ada' }
        # No time for anybody.
        $ran = Invoke-Sample 'Reset-PeopleFromFolder.ps1' ($with + @{ TimeLimit = '0:00:00' })
        $ran.Exit | Should -Not -Be 0
        $ran.Errors | Should -Match 'monday\.csv \(stopped\)'
        $ran.Objects[-1].NotDone | Should -Be 1
        (Get-TenantWrite $tenant).Count | Should -Be 0

        $ran = Invoke-Sample 'Reset-PeopleFromFolder.ps1' $with
        $ran.Errors | Should -BeNullOrEmpty
        $ran.Exit | Should -Be 0
        $ran.Objects[0].Done | Should -Be 2
        $ran.Objects[-1].Files | Should -Be 1
        Join-Path -Path $folder -ChildPath 'monday.csv.done' | Should -Exist
        Join-Path -Path $folder -ChildPath 'monday.csv.jsonl' | Should -Exist
        @((Get-TenantUser $tenant $erik).methods | Where-Object -FilterScript { $_.kind -eq 'phone' }).Count | Should -Be 0
    }
}

Describe 'Reset-PersonForTicket' {
    BeforeEach { Set-SampleScenario }

    It 'resets the person of the request' {
        $request = @{ userPrincipalName = $nora; ticket = 'INC-4711'; requestedBy = 'Ada'; callerVerified = 'callBack' } | ConvertTo-Json -Compress
        $ran = Invoke-Sample 'Reset-PersonForTicket.ps1' @{ WebhookData = (@{ WebhookName = 'desk'; RequestBody = $request } | ConvertTo-Json -Compress) }
        $ran.Errors | Should -BeNullOrEmpty
        $ran.Exit | Should -Be 0
        $ran.Objects.Count | Should -Be 1
        $ran.Objects[0].Ticket | Should -Be 'INC-4711'
        $ran.Objects[0].Outcome | Should -Be 'done'
        $ran.Objects[0].MethodsRemoved | Should -Match 'Authenticator'
    }

    It 'sends nothing for a request that names nobody, or an administrator' {
        $ran = Invoke-Sample 'Reset-PersonForTicket.ps1' @{ WebhookData = '{"RequestBody":"{\"userPrincipalName\":\"*\",\"ticket\":\"1\",\"requestedBy\":\"Ada\"}"}' }
        $ran.Exit | Should -Not -Be 0
        $ran.Errors | Should -Match 'is not a user principal name'
        (Get-TenantLog $tenant).Count | Should -Be 0
        $request = @{ userPrincipalName = $chief; ticket = 'INC-4712'; requestedBy = 'Ada' } | ConvertTo-Json -Compress
        $ran = Invoke-Sample 'Reset-PersonForTicket.ps1' @{ WebhookData = (@{ RequestBody = $request } | ConvertTo-Json -Compress) }
        $ran.Exit | Should -Not -Be 0
        $ran.Errors | Should -Match 'is an administrator'
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }
}

Describe 'Save-RegistrationReport' {
    It 'writes the rows and gives the numbers' {
        Set-SampleScenario
        $ran = Invoke-Sample 'Save-RegistrationReport.ps1' @{ Folder = [string] $TestDrive }
        $ran.Errors | Should -BeNullOrEmpty
        $ran.Exit | Should -Be 0
        $ran.Objects[0].People | Should -Be 4
        $rows = @(Import-Csv -LiteralPath $ran.Objects[0].File)
        $rows.Count | Should -Be 4
        @(Get-ChildItem -LiteralPath $TestDrive -Filter '*.part').Count | Should -Be 0
    }
}

Describe 'Save-ResetArchive' {
    It 'appends each reset once' {
        Set-SampleScenario
        $archive = Join-Path -Path $TestDrive -ChildPath 'resets.jsonl'
        $with = @{ Archive = $archive; TenantId = $tenant.TenantId; ClientId = $clientId; CertificatePath = (Join-Path -Path $keys -ChildPath 'desk.pem') }
        $ran = Invoke-Sample 'Save-ResetArchive.ps1' ($with + @{ Days = '5' })
        $ran.Errors | Should -BeNullOrEmpty
        $ran.Exit | Should -Be 0
        $ran.Objects[0].Added | Should -Be 1
        $entry = ConvertFrom-Json -InputObject @(Get-Content -LiteralPath $archive)[0]
        $entry.by | Should -Be 'desk.admin@fabrikam.example'
        $entry.for | Should -Be $erik
        $ran = Invoke-Sample 'Save-ResetArchive.ps1' $with
        $ran.Exit | Should -Be 0
        $ran.Objects[0].Added | Should -Be 0
        $ran.Objects[0].Read | Should -Be 1
        @(Get-Content -LiteralPath $archive).Count | Should -Be 1
    }
}
